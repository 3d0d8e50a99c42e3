// The peer of workload W. `serve <folder>`: express-pouchdb on any port; prints where.
// `fill <url> <file>`: documents into the server, past the wire. `pull|push|photos <url> <folder> …`:
// what a client does, timed without the start of Node; prints one JSON line.
import fs from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import PouchDB from 'pouchdb';

const [what, where, ...rest] = process.argv.slice(2);
const say = (line) => console.log(JSON.stringify(line));
const peak = () => Number(/VmHWM:\s+(\d+)/.exec(fs.readFileSync('/proc/self/status', 'utf8'))[1]);

async function serve(folder) {
  const { default: express } = await import('express');
  const { default: expressPouch } = await import('express-pouchdb');
  process.chdir(folder);
  const Server = PouchDB.defaults({ prefix: folder + path.sep });
  const app = express();
  app.use('/', expressPouch(Server, { mode: 'minimumForPouchDB', logPath: path.join(folder, 'log.txt') }));
  const server = http.createServer(app).listen(0, '127.0.0.1', () => say({ port: server.address().port }));
}

async function fill(url, file) {
  const db = new PouchDB(url);
  const docs = JSON.parse(fs.readFileSync(file, 'utf8'));
  for (let at = 0; at < docs.length; at += 1000) {
    const part = docs.slice(at, at + 1000);
    const known = await db.allDocs({ keys: part.map((doc) => doc._id) });
    known.rows.forEach((row, index) => { if (row.value) part[index]._rev = row.value.rev; });
    await db.bulkDocs(part);
  }
  say({ filled: docs.length });
}

async function replicate(db, url, direction) {
  const started = performance.now();
  let first;
  const replication = direction === 'from' ? db.replicate.from(url, { batch_size: 500 }) : db.replicate.to(url, { batch_size: 500 });
  replication.on('change', () => { first ??= performance.now() - started; });
  const result = await replication;
  return { ms: performance.now() - started, first_ms: first ?? null, read: result.docs_read, written: result.docs_written, rss_kib: peak() };
}

async function pull(url, folder) {
  const db = new PouchDB(path.join(folder, 'client'));
  const done = await replicate(db, url, 'from');
  const started = performance.now();
  const list = await db.allDocs({ include_docs: true, limit: 50, descending: true });
  say({ ...done, list_ms: performance.now() - started, listed: list.rows.length });
}

async function open(folder) {
  const started = performance.now();
  const db = new PouchDB(path.join(folder, 'client'));
  await db.allDocs({ include_docs: true, limit: 50, descending: true });
  say({ ms: performance.now() - started });
}

async function push(url, folder, file, photo) {
  const db = new PouchDB(path.join(folder, 'drafts'));
  const docs = JSON.parse(fs.readFileSync(file, 'utf8'));
  const data = fs.readFileSync(photo);
  await db.bulkDocs(docs.map((doc) => ({ ...doc, _attachments: { photo: { content_type: 'image/jpeg', data } } })));
  say(await replicate(db, url, 'to'));
}

await { serve: () => serve(where), fill: () => fill(where, ...rest), pull: () => pull(where, ...rest), open: () => open(where), push: () => push(where, ...rest) }[what]();
