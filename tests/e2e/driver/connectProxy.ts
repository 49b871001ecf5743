import { createServer } from 'node:http';
import { connect } from 'node:net';
import { STAND_IN_HOSTS } from './hosts.ts';

/** A running proxy for Firefox. */
export interface ConnectProxy {
  readonly port: number;
  /** The addresses that a browser asked for and was refused. */
  readonly refused: readonly string[];
  close(): void;
}

/**
 * Firefox has no mapping of hosts, so it is given this proxy: tunnels to a stand-in host end at the sandbox's local port,
 * everything else is refused.
 */
export async function startConnectProxy(sandboxPort: number): Promise<ConnectProxy> {
  const refused: string[] = [];
  const server = createServer((request, response) => {
    refused.push(request.url ?? '');
    response.writeHead(403).end();
  });
  server.on('connect', (request, client, head) => {
    client.on('error', () => client.destroy());
    const [host = '', port] = (request.url ?? '').split(':');
    if (port !== '443' || !STAND_IN_HOSTS.some((known) => known === host)) {
      refused.push(request.url ?? '');
      client.end('HTTP/1.1 403 Forbidden\r\n\r\n');
      return;
    }
    const sandbox = connect(sandboxPort, '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      sandbox.write(head);
      sandbox.pipe(client).pipe(sandbox);
    });
    sandbox.on('error', () => client.destroy());
    client.on('close', () => sandbox.destroy());
    sandbox.on('close', () => client.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    port,
    refused,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
