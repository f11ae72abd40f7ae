// SPDX-License-Identifier: MIT
// The official TypeScript clients, both generations and every way to begin, list and call tools.
//
//   clients.mjs TOP MODULES DOORWARD CONF [CONF_READ_ONLY]     over standard input and output
//   clients.mjs TOP MODULES URL TOKEN TOKEN_READ_ONLY          over HTTP
import { finish, published, same } from './harness.mjs'

const [, , top, modules, target, all, reading] = process.argv
const http = target.startsWith('http')
const from = (path) => import(`${modules}/node_modules/@modelcontextprotocol/${path}`)
const v1 = await from('sdk/dist/esm/client/index.js')
const v2 = await from('client/dist/index.mjs')
const transports = {
  v1: http
    ? (await from('sdk/dist/esm/client/streamableHttp.js')).StreamableHTTPClientTransport
    : (await from('sdk/dist/esm/client/stdio.js')).StdioClientTransport,
  v2: http
    ? v2.StreamableHTTPClientTransport
    : (await from('client/dist/stdio.mjs')).StdioClientTransport
}
const names = published(top).map((o) => o.name)
const reads = published(top)
  .filter((o) => o.method === 'GET')
  .map((o) => o.name)

// what is the credential here is the file of the configuration there
function transport(generation, who) {
  const Transport = transports[generation]
  return http
    ? new Transport(new URL(target), {
        requestInit: { headers: { Authorization: `Bearer ${who}` } }
      })
    : new Transport({ command: target, args: ['--config', who, 'mcp'], stderr: 'inherit' })
}

async function use(title, Client, generation, options) {
  const client = new Client({ name: 'doorward-test', version: '1' }, options)
  await client.connect(transport(generation, all))
  const { tools } = await client.listTools()
  same(
    `${title}: the tools`,
    tools.map((t) => t.name),
    names
  )
  same(`${title}: who serves`, client.getServerVersion()?.name, 'duo-security-mcp')
  same(
    `${title}: instructions`,
    client.getInstructions(),
    'MCP adapter for Duo Admin API for AI agent use.'
  )
  const found = await client.callTool({ name: 'listusers', arguments: { username: 'alice' } })
  same(`${title}: a call`, [found.isError ?? false, found.structuredContent.stat], [false, 'OK'])
  same(
    `${title}: text and structure are the same`,
    JSON.parse(found.content[0].text),
    found.structuredContent
  )
  const missing = await client.callTool({ name: 'getuser', arguments: { user_id: 'DU0' } })
  same(
    `${title}: a refusal`,
    [missing.isError, missing.structuredContent.code],
    [true, 40401]
  )
  const wrong = await client.callTool({ name: 'getuser', arguments: { user_id: '../admins' } })
  same(
    `${title}: a wrong argument`,
    [wrong.isError, /user_id takes an id/.test(wrong.content[0].text)],
    [true, true]
  )
  const unknown = await client.callTool({ name: 'xyzzy', arguments: {} }).catch((e) => e.code)
  same(`${title}: an unknown tool`, unknown, -32602)
  await client.close()
}

async function readOnly(title, Client, generation, options) {
  const client = new Client({ name: 'doorward-test', version: '1' }, options)
  await client.connect(transport(generation, reading))
  const { tools } = await client.listTools()
  same(
    `${title}: what reads`,
    tools.map((t) => t.name),
    reads
  )
  const refused = await client
    .callTool({ name: 'deleteuser', arguments: { user_id: 'DU0' } })
    .catch((e) => e.code)
  same(`${title}: nothing else is called`, refused, -32602)
  await client.close()
}

const ways = [
  ['v1', v1.Client, 'v1', {}],
  ['v2 by default', v2.Client, 'v2', {}],
  ['v2 auto', v2.Client, 'v2', { versionNegotiation: { mode: 'auto' } }],
  ['v2 modern', v2.Client, 'v2', { versionNegotiation: { mode: { pin: '2026-07-28' } } }],
  ['v2 legacy', v2.Client, 'v2', { versionNegotiation: { mode: 'legacy' } }]
]
for (const way of ways) {
  await use(...way)
  await readOnly(...way)
}
finish()
