// SPDX-License-Identifier: MIT
// Every published operation through REST and through `doorward api`, each against a simulated
// directory of its own that has seen the same: status and bytes must be the same.
//
//   operations.mjs TOP DOORWARD CONF_OF_API PORT TOKEN SOCKET
import { makeAll, masked, texts } from '../mcp/calls.mjs'
import { client, doorward, finish, published, same } from './harness.mjs'

const [, , top, program, apiConf, port, token, socket] = process.argv
const table = Object.fromEntries(published(top).map((o) => [o.name, o]))
const overTcp = client(Number(port), token)
const overSocket = client(socket)
const called = new Set()

function api(name, args) {
  const words = Object.entries(args).flatMap(([k, v]) => [`--${k}`, v])
  const run = doorward(program, apiConf, ['api', name, '--yes', '--force', ...words])
  return run.out.toString('utf8')
}

// The three ways to give parameters take turns.
let turn = 0
function rest(name, values) {
  const { method, path } = table[name]
  const left = { ...values }
  const filled = path.replace(/\{(\w+)\}/g, (_, id) => {
    const value = left[id]
    delete left[id]
    return value
  })
  const call = turn % 2 === 0 ? overTcp : overSocket
  const query = Object.keys(left).length > 0 ? `?${new URLSearchParams(texts(left))}` : ''
  called.add(name)
  turn++
  if (method !== 'POST') return call(method, filled + query)
  if (turn % 3 === 0) return call(method, filled + query)
  return call(method, filled, turn % 3 === 1 ? { form: texts(left) } : { json: left })
}

async function compare(name, values, status = 200) {
  const expected = api(name, texts(values))
  const seen = await rest(name, values)
  same(
    `${name}${status === 200 ? '' : ` refused`}`,
    { status: seen.status, text: masked(seen.text), type: seen.headers['content-type'] },
    { status, text: masked(expected), type: 'application/json' }
  )
  return JSON.parse(expected).response
}

await makeAll(compare, (name) => api('listusers', { username: name }).match(/"user_id": "(\w+)"/)[1])
same('every one was called', Object.keys(table).filter((name) => !called.has(name)), [])
finish()
