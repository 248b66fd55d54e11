export const say = (words: string): void => void process.stdout.write(`${words}\n`);
