// Starts PostgreSQL with pgvector, compiled to WebAssembly and in memory, on a free loopback port. It serves one connection at a time.
// Prints the port and ends when standard input does.
import { PGlite } from '@electric-sql/pglite';
import { vector } from '@electric-sql/pglite-pgvector';
import { PGLiteSocketServer } from '@electric-sql/pglite-socket';
import { createServer } from 'node:net';

const port = await new Promise((resolve, reject) => {
  const probe = createServer().on('error', reject);
  probe.listen(0, '127.0.0.1', () => {
    const { port } = probe.address();
    probe.close(() => resolve(port));
  });
});
const db = await PGlite.create({ extensions: { vector } });
const server = new PGLiteSocketServer({ db, port, host: '127.0.0.1' });
await server.start();
console.log(port);
process.stdin.on('end', async () => {
  await server.stop();
  await db.close();
  process.exit(0);
}).resume();
