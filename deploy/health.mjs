// Asks the bot whether it is alive, and ends with 0 or 1. For the image, which holds no other program to ask with: at the
// public server, and where there is none, beside the metrics. Where the settings name other ports, the address may be given.
const given = process.argv[2];
const addresses = given ? [given] : [3000, 3002].map((port) => `http://127.0.0.1:${port}/healthz`);

const isAlive = (address) =>
  fetch(address, { signal: AbortSignal.timeout(4000) }).then(
    ({ ok }) => ok,
    () => false,
  );

const answers = await Promise.all(addresses.map(isAlive));
process.exitCode = answers.includes(true) ? 0 : 1;
