// SPDX-License-Identifier: MIT
// Every operation is there: calls it, looks at the answer's shape, and at what it changed.
import { brief, call, control, finish, ok, reset, same, state, userId } from './harness.mjs'

const shape = (value) =>
  Array.isArray(value)
    ? `[${value.length === 0 ? '' : shape(value[0])}]`
    : typeof value === 'string'
      ? value === ''
        ? '""'
        : 'text'
      : Object.keys(value)[0] === undefined
        ? '{}'
        : 'user_id' in value && 'email' in value
          ? 'user'
          : ([
              'group_id',
              'phone_id',
              'token_id',
              'webauthnkey',
              'dakey',
              'bypass_code_id',
              'directory_key',
              'push_id',
              'user_id',
              'stat',
              'message',
              'authlogs',
              'user_count',
              'lockout_threshold',
              'time',
              'txid',
              'result',
              'activation_code'
            ].find((key) => key in value) ?? '?')

// NAME METHOD PATH SHAPE {PARAMETERS}; words in angle brackets are ids found or made before.
const operations = `
listusers GET /admin/v1/users [user]
createuser POST /admin/v1/users user {"username": "new1"}
bulkcreateusers POST /admin/v1/users/bulk_create [user] {"users": "[{\\"username\\": \\"new2\\"}]"}
bulksenduserstotrash POST /admin/v1/users/bulk_send_to_trash [user] {"user_id_list": "[\\"<bob>\\"]"}
bulkrestoreusers POST /admin/v1/users/bulk_restore [user] {"user_id_list": "[\\"<bob>\\"]"}
getuser GET /admin/v1/users/<alice> user
updateuser POST /admin/v1/users/<alice> user {"notes": "x"}
deleteuser DELETE /admin/v1/users/<grace> ""
enrolluser POST /admin/v1/users/enroll text {"username": "new3", "email": "new3@example.com"}
listuserbypasscodes GET /admin/v1/users/<alice>/bypass_codes [bypass_code_id]
createuserbypasscodes POST /admin/v1/users/<alice>/bypass_codes [text] {"count": 2}
listusergroups GET /admin/v1/users/<alice>/groups [group_id]
associateusergroup POST /admin/v1/users/<alice>/groups "" {"group_id": "<contractors>"}
disassociateusergroup DELETE /admin/v1/users/<alice>/groups/<contractors> ""
listuserphones GET /admin/v1/users/<alice>/phones [phone_id]
associateuserphone POST /admin/v1/users/<bob>/phones "" {"phone_id": "<phone>"}
disassociateuserphone DELETE /admin/v1/users/<bob>/phones/<phone> ""
listusertokens GET /admin/v1/users/<alice>/tokens [token_id]
associateusertoken POST /admin/v1/users/<bob>/tokens "" {"token_id": "<token>"}
disassociateusertoken DELETE /admin/v1/users/<bob>/tokens/<token> ""
listuserwebauthncredentials GET /admin/v1/users/<alice>/webauthncredentials [webauthnkey]
listuserdesktopauthenticators GET /admin/v1/users/<alice>/desktopauthenticators [dakey]
listuserdirectorysyncs GET /admin/v1/users/directorysync [directory_key]
syncdirectoryuser POST /admin/v1/users/directorysync/<directory>/syncuser message {"username": "alice"}
sendverificationpush POST /admin/v1/users/<alice>/send_verification_push push_id {"phone_id": "<phone>"}
getverificationpushresponse GET /admin/v1/users/<alice>/verification_push_response push_id {"push_id": "<push>"}
listgroups GET /admin/v1/groups [group_id]
creategroup POST /admin/v1/groups group_id {"name": "new group"}
updategroup POST /admin/v1/groups/<contractors> group_id {"desc": "x"}
getgroupv2 GET /admin/v2/groups/<contractors> group_id
listgroupusersv2 GET /admin/v2/groups/<contractors>/users [user_id]
bulkoperations POST /admin/v1/bulk [stat] {"operations": [{"method": "POST", "path": "/admin/v1/users", "body": {"username": "new4"}}]}
getgroupv1 GET /admin/v1/groups/<contractors> group_id
listbypasscodes GET /admin/v1/bypass_codes [bypass_code_id]
getbypasscode GET /admin/v1/bypass_codes/<code> bypass_code_id
deletebypasscode DELETE /admin/v1/bypass_codes/<code> ""
deletegroup DELETE /admin/v1/groups/<contractors> ""
listphones GET /admin/v1/phones [phone_id]
createphone POST /admin/v1/phones phone_id {"number": "+15550109999"}
getphone GET /admin/v1/phones/<phone> phone_id
updatephone POST /admin/v1/phones/<phone> phone_id {"name": "x"}
deletephone DELETE /admin/v1/phones/<phone> ""
listtokens GET /admin/v1/tokens [token_id]
createtoken POST /admin/v1/tokens token_id {"type": "t6", "serial": "5"}
gettoken GET /admin/v1/tokens/<token> token_id
deletetoken DELETE /admin/v1/tokens/<token> ""
infosummary GET /admin/v1/info/summary user_count
settings GET /admin/v1/settings lockout_threshold
updatesettings POST /admin/v1/settings lockout_threshold {"lockout_threshold": 5}
authlogs GET /admin/v2/logs/authentication authlogs {"mintime": 1700000000000, "maxtime": 1800000000000}
ping GET /auth/v2/ping time
check GET /auth/v2/check time
enroll POST /auth/v2/enroll user_id {"username": "new5"}
enroll_status POST /auth/v2/enroll_status text {"user_id": "<alice>", "activation_code": "x"}
preauth POST /auth/v2/preauth result {"username": "user002"}
auth POST /auth/v2/auth txid {"username": "user002", "factor": "push", "async": "1"}
auth_status GET /auth/v2/auth_status result {"txid": "<txid>"}
`
  .trim()
  .split('\n')

async function everyOperation() {
  const first = async (path) => brief(await call('GET', path))[0]
  const ids = {}
  for (const name of ['alice', 'bob', 'grace']) ids[name] = await userId(name)
  ids.contractors = brief(await call('GET', '/admin/v1/groups')).find(
    (g) => g.name === 'contractors'
  ).group_id
  ids.phone = (await first(`/admin/v1/users/${ids.alice}/phones`)).phone_id
  ids.token = (await first(`/admin/v1/users/${ids.alice}/tokens`)).token_id
  ids.directory = (await first('/admin/v1/users/directorysync')).directory_key
  const fill = (text) => text.replace(/<(\w+)>/g, (_, name) => ids[name])
  for (const row of operations) {
    const [, name, method, path, expected, params] = /^(\S+) (\S+) (\S+) (\S+) ?(.*)$/.exec(row)
    const answer = await call(method, fill(path), JSON.parse(fill(params) || '{}'))
    const response = brief(answer)
    same(
      name,
      [answer.status, answer.json?.stat === 'OK' ? shape(response) : response],
      [200, expected]
    )
    if (name === 'sendverificationpush') ids.push = response.push_id
    if (name === 'listbypasscodes') ids.code = response[0].bypass_code_id
    if (name === 'auth') ids.txid = response.txid
  }
  const counters = await control('GET', 'counters')
  const seen = Object.keys(counters.by_route)
  same(
    'each was its own route',
    seen.filter((label) => !label.includes('?')).length,
    operations.length
  )
  same(
    '32 of them are the product',
    operations.findIndex((row) => row.startsWith('bulkoperations')) + 1,
    32
  )
}

async function rulesOfDeletion() {
  const alice = await userId('alice')
  for (const path of [
    '/admin/v1/users/DU0',
    `/admin/v1/users/${alice}/groups/DG0`,
    `/admin/v1/users/${alice}/phones/DP0`,
    `/admin/v1/users/${alice}/tokens/DH0`,
    '/admin/v1/groups/DG0',
    '/admin/v1/phones/DP0',
    '/admin/v1/tokens/DH0',
    '/admin/v1/bypass_codes/DB0'
  ]) {
    same(
      `DELETE ${path.replace(alice, 'ID')}`,
      (await call('DELETE', path)).text,
      '{"response": "", "stat": "OK"}'
    )
  }
  for (const path of [
    '/admin/v1/users/DU0',
    '/admin/v1/users/DU0/groups',
    '/admin/v2/groups/DG0',
    '/admin/v2/groups/DG0/users',
    '/admin/v1/phones/DP0',
    '/admin/v1/tokens/DH0',
    '/admin/v1/bypass_codes/DB0'
  ]) {
    same(`GET ${path}`, brief(await call('GET', path)), '40401')
  }
  same('POST to nobody', brief(await call('POST', '/admin/v1/users/DU0', { notes: 'x' })), '40401')
  const body = await call('POST', `/admin/v1/users/${alice}/groups`, { group_id: 'DG0' })
  same('a group that is none', brief(body), '40002 group_id')
}

async function bulk() {
  const grace = await userId('grace')
  const operations = [
    { method: 'POST', path: '/admin/v1/users', body: { username: 'b1', aliases: 'alias1=b-one' } },
    { method: 'POST', path: '/admin/v1/users', body: { username: 'b1' } },
    { method: 'POST', path: `/admin/v1/users/${grace}`, body: { notes: 'x' } },
    { method: 'DELETE', path: `/admin/v1/users/${grace}` },
    { method: 'GET', path: '/admin/v1/users' },
    { method: 'POST', path: '/admin/v1/nothing', body: [] }
  ]
  const done = brief(await call('POST', '/admin/v1/bulk', { operations }))
  same(
    'one after the other',
    done.map((one) => (one.stat === 'OK' ? 'OK' : one.code)),
    ['OK', 40003, 'OK', 'OK', 40002, 40002]
  )
  same('an alias came along', done[0].response.alias1, 'b-one')
  same(
    'the list as text',
    brief(
      await call(
        'POST',
        '/admin/v1/bulk',
        { operations: JSON.stringify(operations.slice(4)) },
        { version: 2 }
      )
    )[0].code,
    40002
  )
  same(
    '51 are too many',
    brief(await call('POST', '/admin/v1/bulk', { operations: Array(51).fill(operations[3]) })),
    '40002 operations'
  )
  const create = async (users) =>
    brief(await call('POST', '/admin/v1/users/bulk_create', { users }))
  same('a real array is refused', await create([{ username: 'b2' }]), '40002 users')
  same('all or nothing', await create('[{"username": "b2"}, {"username": "b2"}]'), '40002 users')
  same('no aliases', await create('[{"username": "b2", "aliases": "alias1=x"}]'), '40002 users')
  same('none was made', brief(await call('GET', '/admin/v1/users', { username: 'b2' })), [])
  const alice = await userId('alice')
  const list = { user_id_list: JSON.stringify([alice]) }
  await call('POST', '/admin/v1/users/bulk_send_to_trash', list)
  same('in the trash', (await state('alice')).status, 'pending deletion')
  await call('POST', '/admin/v1/users/bulk_restore', list)
  same('and back', (await state('alice')).status, 'active')
}

async function limits() {
  const bob = await userId('bob')
  for (let i = 0; i < 100; i++) {
    const { group_id: id } = brief(await call('POST', '/admin/v1/groups', { name: `g${i}` }))
    if (i < 99) await call('POST', `/admin/v1/users/${bob}/groups`, { group_id: id })
    else
      same(
        '101 groups',
        brief(await call('POST', `/admin/v1/users/${bob}/groups`, { group_id: id })),
        '50001'
      )
  }
  same(
    'a group name is used once',
    brief(await call('POST', '/admin/v1/groups', { name: 'G1' })),
    '40003'
  )
}

async function verification() {
  const alice = await userId('alice')
  const [phone] = brief(await call('GET', `/admin/v1/users/${alice}/phones`))
  const base = `/admin/v1/users/${alice}`
  const sent = brief(
    await call('POST', `${base}/send_verification_push`, { phone_id: phone.phone_id })
  )
  ok('six digits', /^\d{6}$/.test(sent.confirmation_code), sent)
  const result = async () =>
    brief(await call('GET', `${base}/verification_push_response`, { push_id: sent.push_id }))
  const results = {}
  for (const push of ['wait', 'deny', 'fraud', 'approve']) {
    await control('POST', 'state', { push })
    results[push] = (await result()).result
  }
  same('answers', results, { wait: 'waiting', deny: 'deny', fraud: 'fraud', approve: 'approve' })
  await control('POST', 'state', { clock_offset: 119 })
  same('kept for 120 seconds', (await result()).result, 'approve')
  await control('POST', 'state', { clock_offset: 120 })
  same('and no longer', await result(), '40401')
  same(
    'push_id is needed',
    brief(await call('GET', `${base}/verification_push_response`)),
    '40001 push_id'
  )
  const { phone_id: mute } = brief(
    await call('POST', '/admin/v1/phones', { number: '+15550107777' })
  )
  await call('POST', `${base}/phones`, { phone_id: mute })
  same(
    'only to activated phones',
    brief(await call('POST', `${base}/send_verification_push`, { phone_id: mute })),
    '40002 phone_id'
  )
  same(
    'a token exists once',
    brief(await call('POST', '/admin/v1/tokens', { type: 'h6', serial: '700001', secret: '00' })),
    '40003'
  )
  same(
    'a phone exists once',
    brief(await call('POST', '/admin/v1/phones', { number: '+15550107777' })),
    '40003'
  )
}

for (const part of [everyOperation, rulesOfDeletion, bulk, limits, verification]) {
  await reset()
  await part().catch((error) => ok(`${part.name} ran to its end`, false, error))
}
finish()
