import { careful, type Outgoing, straight } from "../core/outgoing.ts";
import { createConnector } from "./connector.ts";
import { type Network, proxiesOf } from "./network.ts";
import { Agent, loadFetch } from "./undici.ts";

/**
 * How addresses are reached that the settings name, or a service that they name. Plain http, which only a sandbox and services on
 * this machine speak, goes past the proxy.
 */
export function createOutgoing(network: Network): Outgoing {
  if (!(network.proxy || network.ca)) return straight;
  const proxyFor = proxiesOf(network);
  const connect = createConnector({ proxyFor, ca: network.ca, plainDirect: true });
  const dispatcher = new Agent({ connect });
  const throughDispatcher = loadFetch();
  return {
    dispatcher,
    fetch: careful((input, init) => {
      const url = input instanceof Request ? input.url : String(input);
      // The same standard twice: Node's own types, and the package's.
      return throughDispatcher(url, {
        ...(init as object),
        dispatcher,
      }) as unknown as Promise<Response>;
    }),
  };
}
