// One address for one host of the emulator: it tells APIs and distributions apart by name, and not
// every resolver knows names below .localhost. front.mjs PORT UPSTREAM HOST
import http from 'node:http';

const [port, upstream, host] = process.argv.slice(2);
const { hostname, port: at } = new URL(upstream);
const agent = new http.Agent({ keepAlive: true });

const server = http.createServer((request, response) => {
  const { method, url: path } = request;
  const options = { hostname, port: at, method, path, agent, headers: { ...request.headers, host } };
  const onward = http.request(options, (answer) => {
    response.writeHead(answer.statusCode, answer.rawHeaders);
    answer.pipe(response);
  });
  onward.on('error', (error) => {
    // Never a 404: a device takes that for the end of the chain of roots.
    if (!response.headersSent) response.writeHead(503, { 'retry-after': '1' });
    response.end(`${upstream}: ${error.message}\n`);
  });
  response.on('close', () => onward.destroy());
  request.pipe(onward);
});
server.on('error', (error) => {
  console.error(`port ${port}: ${error.message}; name another, see localstack/up --help`);
  process.exit(1);
});
server.listen(Number(port), '127.0.0.1', () => console.log(`http://127.0.0.1:${port} is ${host}`));
