// SPDX-License-Identifier: MIT
// What the MCP adapter asks of HTTP, and what each token may: raw requests and their answers.
//
//   rules.mjs URL ALL_TOKEN READ_TOKEN WRITE_TOKEN PLAIN_TOKEN
// WRITE_TOKEN may write but see no secrets; PLAIN_TOKEN may read but not use MCP.
import http from 'node:http'
import net from 'node:net'
import { finish, overHttp, same } from './harness.mjs'

const [, , url, all, read, write, plain] = process.argv
const { port } = new URL(url)
const ping = '{"jsonrpc":"2.0","id":1,"method":"ping"}'
const pong = '{"jsonrpc":"2.0","id":1,"result":{}}'

async function post(text, headers = {}, token = all) {
  const client = overHttp(url, token)
  const answer = await client.send(text, headers)
  return { status: client.status, headers: client.headers, text: answer }
}

function ask(method, path, headers = {}) {
  return new Promise((resolve, reject) => {
    const request = http.request(
      { host: '127.0.0.1', port, method, path, headers },
      (response) => {
        response.resume()
        response.on('end', () =>
          resolve({ status: response.statusCode, headers: response.headers })
        )
      }
    )
    request.on('error', reject)
    request.end()
  })
}

const status = async (...words) => (await post(...words)).status

same('a request', (await post(ping)).text, pong)
same('its type', (await post(ping)).headers['content-type'], 'application/json')
same('is not kept by anybody', (await post(ping)).headers['cache-control'], 'no-store')
const note = await post('{"jsonrpc":"2.0","method":"notifications/initialized"}')
same('a notification', [note.status, note.text], [202, ''])
same('no session', 'mcp-session-id' in (await post(ping)).headers, false)

const bearer = { authorization: `Bearer ${all}` }
for (const method of ['GET', 'DELETE', 'PUT', 'HEAD']) {
  const refused = await ask(method, '/mcp', bearer)
  same(method, [refused.status, refused.headers.allow], [405, 'POST'])
}
same('another path', (await ask('POST', '/', bearer)).status, 404)
same('a path of REST', (await ask('GET', '/admin/v1/users', bearer)).status, 404)
for (const path of ['', '/mcp'])
  same(
    `no OAuth here ${path}`,
    (await ask('GET', `/.well-known/oauth-protected-resource${path}`)).status,
    404
  )

const nobody = await post(ping, {}, '')
same(
  'without a token',
  [nobody.status, /^Bearer/.test(nobody.headers['www-authenticate'])],
  [401, true]
)
same('with a wrong one', await status(ping, {}, all.slice(0, -1) + '!'), 401)
same('in the query', (await ask('POST', `/mcp?access_token=${all}`)).status, 401)
same('with one that may not use MCP', await status(ping, {}, plain), 403)

same('text/plain', await status(ping, { 'Content-Type': 'text/plain' }), 415)
same('a form', await status(ping, { 'Content-Type': 'application/x-www-form-urlencoded' }), 415)
same('a charset', await status(ping, { 'Content-Type': 'application/json; charset=utf-8' }), 200)
same('only streams', await status(ping, { Accept: 'text/event-stream' }), 406)
same('anything', await status(ping, { Accept: '*/*' }), 200)

const own = `127.0.0.1:${port}`
same('our own origin', await status(ping, { Origin: `http://${own}` }), 200)
same('another origin', await status(ping, { Origin: 'http://evil.example' }), 403)
same('one that begins like ours', await status(ping, { Origin: `http://${own}.evil.example` }), 403)
same('null', await status(ping, { Origin: 'null' }), 403)
same(
  'a name that was rebound',
  Math.floor((await status(ping, { Host: 'evil.example' })) / 100),
  4
)

same('not JSON', await status('{'), 400)
same('a batch', await status(`[${ping}]`), 400)
same('deep', await status('['.repeat(100000)), 400)
same('as long as may be', (await post(ping + ' '.repeat((1 << 20) - ping.length))).text, pong)
same(
  'an unknown version',
  await status(ping, { 'MCP-Protocol-Version': '1999-01-01' }),
  400
)
const discover =
  '{"jsonrpc":"2.0","id":1,"method":"server/discover","params":{"_meta":{' +
  '"io.modelcontextprotocol/protocolVersion":"2026-07-28",' +
  '"io.modelcontextprotocol/clientCapabilities":{}}}}'
const modern = { 'MCP-Protocol-Version': '2026-07-28', 'Mcp-Method': 'server/discover' }
same('modern', await status(discover, modern), 200)
same('modern without a method', await status(discover, { ...modern, 'Mcp-Method': 'x' }), 400)
same('blanks do not count', await status(discover, { ...modern, 'Mcp-Method': ' server/discover ' }), 200)

// What a client library would not send: gives the status.
const raw = (headers, body) =>
  new Promise((resolve) => {
    const socket = net.connect(port, '127.0.0.1', () =>
      socket.write(
        `POST /mcp HTTP/1.1\r\nHost: ${own}\r\nAuthorization: Bearer ${all}\r\n` +
          `Content-Type: application/json\r\n${headers}\r\n\r\n${body}`
      )
    )
    socket.once('data', (part) => {
      socket.destroy()
      resolve(Number(part.toString().split(' ')[1]))
    })
  })
same(
  'Mcp-Method twice',
  await raw(`Mcp-Method: ping\r\nMcp-Method: tools/call\r\nContent-Length: ${ping.length}`, ping),
  400
)
same('too long is refused before it is sent', await raw(`Content-Length: ${(1 << 20) + 1}`, ''), 413)

const tools = async (token) =>
  JSON.parse((await post('{"jsonrpc":"2.0","id":1,"method":"tools/list"}', {}, token)).text).result
    .tools.map((t) => t.name)
const call = async (name, args, token) =>
  JSON.parse(
    (
      await post(
        JSON.stringify({
          jsonrpc: '2.0',
          id: 1,
          method: 'tools/call',
          params: { name, arguments: args }
        }),
        {},
        token
      )
    ).text
  )
same('a token that reads sees what reads', (await tools(read)).length, 13)
const writing = await tools(write)
same('one that writes sees more, but no secrets', writing.length, 24)
same('no codes', writing.includes('enrolluser') || writing.includes('createuserbypasscodes'), false)
same('one that may all sees all', (await tools(all)).length, 32)
same(
  'a token that reads cannot write',
  (await call('createuser', { username: 'mallory' }, read)).error.code,
  -32602
)
same(
  'one that writes cannot destroy',
  (await call('deleteuser', { user_id: 'DU0' }, write)).error.code,
  -32602
)
same(
  'nor see codes',
  (await call('enrolluser', { username: 'x', email: 'x@example.com' }, write)).error.code,
  -32602
)
same(
  'but it can write',
  (await call('createuser', { username: 'written' }, write)).result.structuredContent.stat,
  'OK'
)
same(
  'what was refused did not happen',
  (await call('listusers', { username: 'mallory' }, all)).result.structuredContent.response,
  []
)

// many at once
const answers = await Promise.all(
  Array.from({ length: 40 }, (_, i) =>
    post(`{"jsonrpc":"2.0","id":${i},"method":"tools/call","params":{"name":"listgroups"}}`, {}, read)
  )
)
same(
  'many at once, each its own',
  answers.map((a) => (a.status === 429 ? 0 : JSON.parse(a.text).id)),
  answers.map((a, i) => (a.status === 429 ? 0 : i))
)
finish()
