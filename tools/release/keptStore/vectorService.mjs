/** Stands for an embedding service on this machine: what it answers depends on the text and the model alone. */
import { createServer } from 'node:http';

export async function startVectorService() {
  const service = { isDown: false, baseUrl: '', close: () => {} };
  const server = createServer(async (request, response) => {
    let text = '';
    for await (const chunk of request.setEncoding('utf8')) text += chunk;
    const { input, model, dimensions = 8 } = JSON.parse(text);
    response.writeHead(service.isDown ? 503 : 200, { 'content-type': 'application/json' });
    if (service.isDown) return void response.end('{}');
    const data = [input].flat().map((each, index) => ({
      object: 'embedding',
      index,
      embedding: vectorOf(`${model}\n${each}`, dimensions),
    }));
    response.end(
      JSON.stringify({ object: 'list', data, model, usage: { prompt_tokens: 8, total_tokens: 8 } }),
    );
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  service.baseUrl = `http://127.0.0.1:${server.address().port}/v1`;
  service.close = () => {
    server.closeAllConnections();
    server.close();
  };
  return service;
}

function vectorOf(text, dimensions) {
  let state = 7;
  for (const character of text) state = (Math.imul(state, 31) + character.codePointAt(0)) >>> 0;
  return Array.from({ length: dimensions }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32 - 0.5;
  });
}
