#!/usr/bin/env node
import { beLean } from "./lean.ts";

beLean();
await import("./program.ts");
