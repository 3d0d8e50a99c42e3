// Runs programs where there is no network, and counts every connection they try to make.
import { readFileSync } from 'node:fs';

/** Command line that gives a program a network namespace of its own in which only loopback is up. */
export function withoutNetwork(command) {
  // Root needs no user namespace; anyone else gets one in which they are root.
  const asRoot = process.getuid() === 0 ? [] : ['--map-root-user'];
  return ['unshare', ...asRoot, '--net', '--', 'sh', '-c', 'ip link set lo up && exec "$@"', 'sh', ...command];
}

/** Command line that writes every socket call of a program and its children to `file`. */
export function traced(command, file) {
  return ['strace', '--follow-forks', '--quiet=all', '--trace=socket,bind,connect,sendto,sendmsg,sendmmsg', `--output=${file}`, '--', ...command];
}

/**
 * The connections that a trace shows, as `address:port`, without those to ports that the
 * traced programs bound on loopback themselves (a test driver talks to the app that way).
 */
export function foreignConnections(file) {
  const lines = readFileSync(file, 'utf8').split('\n').filter((line) => /AF_INET6?\b/.test(line));
  const own = new Set(lines.filter((line) => line.includes(' bind(')).map(target));
  return lines.filter((line) => /\b(connect|sendto|sendmsg|sendmmsg)\(/.test(line)).map(target)
    .filter((address) => !own.has(address));
}

/** Whether the trace shows any socket call at all; an empty trace proves nothing. */
export function sawSockets(file) {
  return /\bsocket\(/.test(readFileSync(file, 'utf8'));
}

function target(line) {
  const port = /sin6?_port=htons\((\d+)\)/.exec(line)?.[1] ?? '?';
  const address = /inet_addr\("([^"]+)"\)|inet_pton\(AF_INET6, "([^"]+)"/.exec(line);
  return `${address?.[1] ?? address?.[2] ?? '?'}:${port}`;
}
