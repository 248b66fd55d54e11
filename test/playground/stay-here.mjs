import dns from "node:dns";
import net from "node:net";

// Loaded before somebody else's program: it then listens to this machine alone, reaches nobody else, and ends when
// whoever started it is gone.

const here = ["localhost", "127.0.0.1", "::1"];

const { listen } = net.Server.prototype;
net.Server.prototype.listen = function listenHere(...given) {
  const [first] = given;
  const options = typeof first === "object" ? first : { port: Number(first) };
  const done = given.find((one) => typeof one === "function");
  return listen.call(this, { ...options, host: "127.0.0.1" }, done);
};

const { connect } = net.Socket.prototype;
net.Socket.prototype.connect = function connectHere(...given) {
  const [first, second] = given.flat();
  const named = typeof first === "object" ? first?.host : second;
  const host = typeof named === "string" ? named : "localhost";
  if (here.includes(host)) return connect.apply(this, given);
  process.nextTick(() => this.destroy(new Error(`${host} is not this machine`)));
  return this;
};

const { lookup } = dns;
dns.lookup = (name, ...rest) => {
  if (here.includes(name)) return lookup(name, ...rest);
  const done = rest.at(-1);
  process.nextTick(() =>
    done(Object.assign(new Error(`${name} is not asked for`), { code: "ENOTFOUND" })),
  );
};

const end = () => process.exit();
process.stdin.once("end", end).once("error", end).resume();
