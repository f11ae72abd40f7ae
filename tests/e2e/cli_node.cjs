// SPDX-License-Identifier: MIT
// What Duo's own Node client makes, doorward lists, and the other way round.
'use strict'
const fs = require('node:fs')
const https = require('node:https')
const { execFileSync } = require('node:child_process')
const { createRequire } = require('node:module')

const [, , directory, modules, doorward] = process.argv
const sim = JSON.parse(fs.readFileSync(`${directory}/sim.json`, 'utf8'))
const ca = fs.readFileSync(sim.ca)
const plainRequest = https.request
https.request = (options, callback) => plainRequest({ ...options, port: sim.port, ca }, callback)
const duo = createRequire(`${modules}/`)('@duosecurity/duo_api')
const client = new duo.Client(sim.admin.ikey, sim.admin.skey, 'localhost', duo.SIGNATURE_VERSION_5)
const node = (method, path, params = {}) =>
  new Promise((resolve) =>
    client.jsonApiCall(method, path, params, (answer) => resolve(answer.response))
  )
const cli = (...words) =>
  execFileSync(doorward, ['--config', `${directory}/doorward.conf`, '-q', ...words], {
    encoding: 'utf8'
  })
const cliJson = (...words) => JSON.parse(cli(...words, '-o', 'json'))

let failed = 0
function same(name, seen, expected) {
  const fine = JSON.stringify(seen) === JSON.stringify(expected)
  failed += fine ? 0 : 1
  console.log(`${fine ? 'ok' : 'not ok'} - ${name}${fine ? '' : `: ${JSON.stringify(seen)}`}`)
}
// the same value, whatever the order of its members
const sorted = (value) =>
  JSON.parse(
    JSON.stringify(value, (_, v) =>
      v && typeof v === 'object' && !Array.isArray(v)
        ? Object.fromEntries(Object.entries(v).sort(([a], [b]) => (a < b ? -1 : 1)))
        : v
    )
  )
const alike = (name, seen, expected) => same(name, sorted(seen), sorted(expected))

async function main() {
  const realname = "Zoë O'Neil (*!~) 山田 \"q\" \\ &=+%"
  const made = await node('POST', '/admin/v1/users', {
    username: 'node zoe+1',
    realname,
    aliases: 'alias2=n%2Bz&alias8=%C3%BC%20z',
    email: 'zoe@example.com',
    notes: 'two\nlines\tand a tab'
  })
  alike('a user that Node made', cliJson('user', 'get', 'node zoe+1'), made)
  alike('by its alias', cliJson('user', 'get', 'n+z'), made)
  alike('in the list', cliJson('user', 'list').find((u) => u.user_id === made.user_id), made)

  const mine = cliJson(
    'user', 'create', 'cli zoe', '--realname', realname, '--alias3', 'c z+&=%', '--notes', 'x\ny'
  )
  alike('a user that doorward made', await node('GET', `/admin/v1/users/${mine.user_id}`), mine)
  same('with every character', [mine.realname, mine.aliases], [realname, { alias3: 'c z+&=%' }])
  cli('user', 'edit', 'cli zoe', '--status', 'disabled', '--add-alias', 'second', '--alias3', '')
  const edited = await node('GET', `/admin/v1/users/${mine.user_id}`)
  same('edited by doorward', [edited.status, edited.aliases], ['disabled', { alias1: 'second' }])

  const group = await node('POST', '/admin/v1/groups', { name: 'night shift', status: 'bypass' })
  cli('user', 'group', 'add', 'cli zoe', 'night shift')
  const members = await node('GET', `/admin/v2/groups/${group.group_id}/users`)
  same('a member', members.map((u) => u.username), ['cli zoe'])
  alike('the same members', cliJson('group', 'members', 'night shift'), members)

  const phone = cliJson('phone', 'create', '--number', '+15550107777', '--type', 'mobile')
  await node('POST', `/admin/v1/users/${made.user_id}/phones`, { phone_id: phone.phone_id })
  same('a phone', cliJson('user', 'phone', 'list', 'n+z').map((p) => p.number), ['+15550107777'])

  const codes = await node('POST', `/admin/v1/users/${made.user_id}/bypass_codes`, { count: '2' })
  const ids = cliJson('bypass', 'list', 'n+z').map((c) => c.bypass_code_id)
  same('codes that Node made', ids.length, codes.length)
  cli('bypass', 'delete', ids[0], '--yes')
  const left = await node('GET', `/admin/v1/users/${made.user_id}/bypass_codes`)
  same('one is left', left.map((c) => c.bypass_code_id), [ids[1]])

  fs.writeFileSync(`${directory}/table.csv`, 'username,realname\nimp 1,"a, ""b"""\nimp 2,c\n')
  cli('user', 'import', `${directory}/table.csv`)
  const [imported] = await node('GET', '/admin/v1/users', { username: 'imp 1' })
  same('imported', imported.realname, 'a, "b"')
  cli('user', 'delete', 'n+z', '--confirm', 'node zoe+1')
  same('deleted', await node('GET', '/admin/v1/users', { username: 'n+z' }), [])
}

main()
  .catch((error) => same(`ran to its end (${error.stack})`, false, true))
  .then(() => process.exit(failed === 0 ? 0 : 1))
