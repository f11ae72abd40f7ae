// SPDX-License-Identifier: MIT
// Every published operation through REST and through `doorward api`, each against a simulated
// directory of its own that has seen the same: status and bytes must be the same. What the
// directory makes up (codes, times) is masked, letter by letter, so lengths still count.
//
//   operations.mjs TOP DOORWARD CONF_OF_API PORT TOKEN SOCKET
import { client, doorward, finish, published, same } from './harness.mjs'

const [, , top, program, apiConf, port, token, socket] = process.argv
const table = Object.fromEntries(published(top).map((o) => [o.name, o]))
const overTcp = client(Number(port), token)
const overSocket = client(socket)
const called = new Set()

const masks = [
  /"[0-9]{9}"/g, // bypass codes
  /"(created|last_login|expiration|code_created)": [0-9]+/g,
  /"[0-9a-f]{32}"/g, // enrolment code
  /[0-9a-f]{8}-[0-9a-f-]{27}/g, // push id
  /"confirmation_code": "[0-9]+"/g
]
const masked = (text) =>
  masks.reduce((t, mask) => t.replace(mask, (found) => found.replace(/[0-9a-f]/g, '#')), text)

function api(name, args) {
  const words = Object.entries(args).flatMap(([k, v]) => [`--${k}`, String(v)])
  const run = doorward(program, apiConf, ['api', name, '--yes', '--force', ...words])
  return run.out.toString('utf8')
}

// The three ways to give parameters take turns.
let turn = 0
function rest(name, args) {
  const { method, path } = table[name]
  const left = { ...args }
  const filled = path.replace(/\{(\w+)\}/g, (_, id) => {
    const value = left[id]
    delete left[id]
    return value
  })
  const call = turn % 2 === 0 ? overTcp : overSocket
  const query = Object.keys(left).length > 0 ? `?${new URLSearchParams(left)}` : ''
  called.add(name)
  turn++
  if (method !== 'POST') return call(method, filled + query)
  if (turn % 3 === 0) return call(method, filled + query)
  return call(method, filled, turn % 3 === 1 ? { form: left } : { json: left })
}

async function compare(name, args, status = 200) {
  const expected = api(name, args)
  const seen = await rest(name, args)
  same(
    `${name}${status === 200 ? '' : ` refused`}`,
    { status: seen.status, text: masked(seen.text), type: seen.headers['content-type'] },
    { status, text: masked(expected), type: 'application/json' }
  )
  return JSON.parse(expected).response
}

const user = (name) => api('listusers', { username: name }).match(/"user_id": "(\w+)"/)[1]
const [alice, bob, grace] = ['alice', 'bob', 'grace'].map(user)
const list = (words) => JSON.stringify(words)

await compare('listusers', { limit: 300, offset: 0 })
await compare('listusers', { username_list: list(['alice', 'bob']) })
await compare('createuser', { username: 'new1', realname: 'Zoë "Ω" \\ <b>', enable_auto_prompt: true })
await compare('createuser', { username: 'new1' }, 400)
await compare('bulkcreateusers', { users: list([{ username: 'new2', notes: 'a\nb' }]) })
await compare('bulksenduserstotrash', { user_id_list: list([bob]) })
await compare('bulkrestoreusers', { user_id_list: list([bob]) })
await compare('getuser', { user_id: alice })
await compare('getuser', { user_id: 'DU0' }, 404)
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
await compare('getverificationpushresponse', { user_id: alice, push_id: 'nothing' }, 404)
await compare('creategroup', { name: 'new group', desc: 'ü' })
await compare('updategroup', { group_id: group, desc: 'x' })
await compare('getgroupv2', { group_id: group })
await compare('listgroupusersv2', { group_id: group, limit: 1 })
await compare('bulkoperations', {
  operations: list([{ method: 'POST', path: '/admin/v1/users', body: { username: 'new4' } }])
})
same('every one was called', Object.keys(table).filter((name) => !called.has(name)), [])
finish()
