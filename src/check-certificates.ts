import { X509Certificate } from "node:crypto";
import { readPlainFile } from "./core/plain-file.ts";

/** A system's whole list has a fifth of it. */
const mostBytes = 1024 * 1024;
const certificate = /-----BEGIN ([A-Z0-9 ]*CERTIFICATE)-----.*?-----END \1-----/gsu;

/** What is wrong with the file of certificates that the settings name. What connects would pass over it without a word. */
export function certificateProblems(file: string | null | undefined): readonly string[] {
  if (!file) return [];
  const problem = (words: string) => [`outgoing.ca: the file ${file} ${words}`];
  const text = readPlainFile(file, mostBytes);
  if (typeof text !== "string") return problem(text.why);
  const found = text.match(certificate) ?? [];
  if (found.length === 0) return problem("holds no certificate in PEM");
  const broken = found.findIndex((pem) => !isCertificate(pem));
  return broken < 0 ? [] : problem(`holds a certificate that cannot be read, number ${broken + 1}`);
}

function isCertificate(pem: string): boolean {
  try {
    return new X509Certificate(pem).raw.length > 0;
  } catch {
    return false;
  }
}
