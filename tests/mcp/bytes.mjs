// SPDX-License-Identifier: MIT
// Every published operation through MCP and through `doorward api`, each against a simulated
// directory of its own that has seen the same: the bytes must be the same. What the directory
// makes up (codes, times) is masked, letter by letter, so lengths still count.
//
//   bytes.mjs TOP DOORWARD CONF_OF_API CONF_OF_MCP            over standard input and output
//   bytes.mjs TOP DOORWARD CONF_OF_API URL TOKEN              over HTTP
import { doorward, finish, overHttp, overStdio, published, same } from './harness.mjs'

const [, , top, program, apiConf, target, token] = process.argv
const mcp = target.startsWith('http') ? overHttp(target, token) : overStdio(program, target)
const called = new Set()
let id = 0

const masks = [
  /"[0-9]{9}"/g, // bypass codes
  /"(created|last_login|expiration|code_created)": [0-9]+/g,
  /"[0-9a-f]{32}"/g, // enrolment code
  /[0-9a-f]{8}-[0-9a-f-]{27}/g, // push id
  /"confirmation_code": "[0-9]+"/g
]
const masked = (text) =>
  masks.reduce((t, mask) => t.replace(mask, (found) => found.replace(/[0-9a-f]/g, '#')), text)

const list = (words) => JSON.stringify(words)

// What doorward api prints, and its JSON.
function api(name, args) {
  const words = Object.entries(args).flatMap(([k, v]) => [
    `--${k}`,
    typeof v === 'object' ? list(v) : String(v)
  ])
  const run = doorward(program, apiConf, ['api', name, '--yes', '--force', ...words])
  return { ...run, text: run.out.toString('utf8') }
}

async function call(name, args) {
  called.add(name)
  const text = await mcp.send(
    JSON.stringify({
      jsonrpc: '2.0',
      id: ++id,
      method: 'tools/call',
      params: { name, arguments: args }
    })
  )
  return { text, result: JSON.parse(text).result }
}

// The bytes of structuredContent as they stand in the answer.
function structured(text) {
  const start = text.indexOf('"structuredContent":')
  if (start < 0) return undefined
  return text.slice(start + 20).replace(/(,"isError":true)?\}\}$/, '')
}

async function compare(name, args, fails = false) {
  const expected = api(name, args)
  const seen = await call(name, args)
  same(
    `${name}${fails ? ' refused' : ''}`,
    {
      text: masked(seen.result?.content?.[0]?.text ?? seen.text),
      structured: masked(structured(seen.text) ?? ''),
      isError: seen.result?.isError ?? false
    },
    { text: masked(expected.text), structured: masked(expected.text), isError: fails }
  )
  same(`${name}: doorward api ${fails ? 'fails, too' : 'is content'}`, expected.status !== 0, fails)
  return JSON.parse(expected.text).response
}

const user = async (name) => api('listusers', { username: name }).text.match(/"user_id": "(\w+)"/)[1]
const alice = await user('alice')
const bob = await user('bob')
const grace = await user('grace')

await compare('listusers', { limit: 300, offset: 0 })
await compare('listusers', { username_list: ['alice', 'bob'] })
await compare('createuser', { username: 'new1', realname: 'Zoë "Ω" \\ <b>', enable_auto_prompt: true })
await compare('createuser', { username: 'new1' }, true)
await compare('bulkcreateusers', { users: [{ username: 'new2', notes: 'a\nb' }] })
await compare('bulksenduserstotrash', { user_id_list: [bob] })
await compare('bulkrestoreusers', { user_id_list: [bob] })
await compare('getuser', { user_id: alice })
await compare('getuser', { user_id: 'DU0' }, true)
await compare('updateuser', { user_id: alice, notes: 'x', status: 'disabled' })
await compare('deleteuser', { user_id: grace })
await compare('enrolluser', { username: 'new3', email: 'new3@example.com', valid_secs: 0 })
await compare('listuserbypasscodes', { user_id: alice })
await compare('createuserbypasscodes', { user_id: alice, count: 2, preserve_existing: true })
await compare('listusergroups', { user_id: alice })
const groups = await compare('listgroups', {})
const group = groups.find((g) => g.name === 'contractors').group_id
await compare('associateusergroup', { user_id: alice, group_id: group })
await compare('disassociateusergroup', { user_id: alice, group_id: group })
const phone = (await compare('listuserphones', { user_id: alice }))[0].phone_id
await compare('associateuserphone', { user_id: bob, phone_id: phone })
await compare('disassociateuserphone', { user_id: bob, phone_id: phone })
const hard = (await compare('listusertokens', { user_id: alice }))[0].token_id
await compare('associateusertoken', { user_id: bob, token_id: hard })
await compare('disassociateusertoken', { user_id: bob, token_id: hard })
await compare('listuserwebauthncredentials', { user_id: alice })
await compare('listuserdesktopauthenticators', { user_id: alice, limit: 1 })
const directory = (await compare('listuserdirectorysyncs', {}))[0].directory_key
await compare('syncdirectoryuser', { directory_key: directory, username: 'alice' })
await compare('sendverificationpush', { user_id: alice, phone_id: phone })
await compare('getverificationpushresponse', { user_id: alice, push_id: 'nothing' }, true)
await compare('creategroup', { name: 'new group', desc: 'ü' })
await compare('updategroup', { group_id: group, desc: 'x' })
await compare('getgroupv2', { group_id: group })
await compare('listgroupusersv2', { group_id: group, limit: 1 })
await compare('bulkoperations', {
  operations: [{ method: 'POST', path: '/admin/v1/users', body: { username: 'new4' } }]
})

const offered = JSON.parse(
  await mcp.send(JSON.stringify({ jsonrpc: '2.0', id: 'all', method: 'tools/list' }))
).result.tools
same(
  'names, descriptions, order and hints',
  offered.map((t) => [t.name, t.description, t.annotations]),
  published(top).map((o) => [
    o.name,
    o.title,
    {
      readOnlyHint: o.method === 'GET',
      destructiveHint: o.method === 'DELETE',
      idempotentHint: o.method !== 'POST'
    }
  ])
)
same('every one was called', offered.map((t) => t.name).filter((n) => !called.has(n)), [])
same(
  'path parameters are required strings',
  offered.map((t) => (t.inputSchema.required ?? []).filter((r) => /_id$|_key$/.test(r)).length > 0),
  published(top).map((o) => o.path.includes('{') || /^associate/.test(o.name))
)
same(
  'nothing else is taken',
  offered.every((t) => t.inputSchema.additionalProperties === false),
  true
)
const end = await mcp.end()
same('ends well, and says nothing that was not asked for', [end.status, end.surplus], [0, 0])
if (!target.startsWith('http')) {
  same('writes leave a line each', end.errors.match(/ via=stdio /g).length, 20)
  same('without what was written', /Zo|[0-9]{9}|example/.test(end.errors), false)
}
finish()
