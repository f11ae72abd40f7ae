// SPDX-License-Identifier: MIT
// Rules beyond the form: pages and lists, bypass codes, factors, lockout.
import { brief, call, control, finish, ok, reset, same, state, userId } from './harness.mjs'

const code = async (answer) => brief(await answer)
async function pages() {
  const page = async (path, params) => {
    const { json } = await call('GET', path, params)
    return [json.response.length, json.metadata]
  }
  const users = '/admin/v1/users'
  same('100 by default', await page(users, {}), [100, { next_offset: 100, total_objects: 358 }])
  same('300 at most', await page(users, { limit: 1000 }), [
    300,
    { next_offset: 300, total_objects: 358 }
  ])
  same('the last page', await page(users, { limit: 300, offset: 300 }), [
    58,
    { prev_offset: 0, total_objects: 358 }
  ])
  same('in the middle', await page(users, { limit: 10, offset: 25 }), [
    10,
    { next_offset: 35, prev_offset: 15, total_objects: 358 }
  ])
  same('the last page may be full', await page(users, { limit: 179, offset: 179 }), [
    179,
    { prev_offset: 0, total_objects: 358 }
  ])
  same('past the end', await page(users, { offset: 1000 }), [
    0,
    { prev_offset: 900, total_objects: 358 }
  ])
  same('other lists go to 500', (await page('/admin/v1/phones', { limit: 1000 }))[0], 181)
  same('a broken offset', await code(call('GET', users, { offset: '-1' })), '40002 offset')
  const both = [
    ['username', 'email'],
    ['username', 'user_id_list'],
    ['email', 'username_list'],
    ['user_id_list', 'username_list']
  ]
  for (const [one, two] of both) {
    same(
      `${one} excludes ${two}`,
      await code(call('GET', users, { [one]: '["x"]', [two]: '["y"]' })),
      `40002 ${two}`
    )
  }
  const list = JSON.stringify(
    Array.from({ length: 100 }, (_, i) => `user${String(i + 1).padStart(3, '0')}`)
  )
  same('a list knows no limit', await page(users, { username_list: list, limit: 2, offset: 50 }), [
    100,
    { total_objects: 100 }
  ])
  same(
    '101 names are too many',
    await code(call('GET', users, { username_list: JSON.stringify(Array(101).fill('alice')) })),
    '40002 username_list'
  )
  same(
    'a list is JSON',
    await code(call('GET', users, { username_list: 'alice' })),
    '40002 username_list'
  )
}

async function bypassRules() {
  const path = `/admin/v1/users/${await userId('alice')}/bypass_codes`
  const post = async (params) => brief(await call('POST', path, params))
  const left = async () => brief(await call('GET', path)).length
  for (const params of [
    { codes: '12345678' },
    { codes: '1234567890' },
    { codes: '12345678x' },
    { codes: '' },
    { codes: '111111111,111111111' },
    {
      codes: Array(11)
        .fill(0)
        .map((_, i) => 123456700 + i)
        .join()
    }
  ]) {
    same(`refused: ${params.codes}`, await post(params), '40002 codes')
  }
  same(
    'count has bounds',
    [await post({ count: 0 }), await post({ count: 11 })],
    ['40002 count', '40002 count']
  )
  same('nothing was cleared', await left(), 1)
  same('ten by default', (await post({})).length, 10)
  same('and only those', await left(), 10)
  for (let i = 0; i < 9; i++) await post({ count: 10, preserve_existing: 'true' })
  same('a hundred', await left(), 100)
  same('no more', await post({ count: 1, preserve_existing: 'true' }), '50001')
  await post({ codes: '000000042' })
  same('one again', await left(), 1)
  same(
    'the same beside itself',
    await post({ codes: '000000042', preserve_existing: 'true' }),
    '40002 codes'
  )
  const use = async (passcode) =>
    brief(await call('POST', '/auth/v2/auth', { username: 'alice', factor: 'passcode', passcode }))
      .result
  await post({ codes: '000000007', reuse_count: 2 })
  same(
    'two uses',
    [await use('000000007'), await use('000000007'), await use('000000007')],
    ['allow', 'allow', 'deny']
  )
  await post({ codes: '000000008', reuse_count: 0 })
  same(
    'unlimited',
    [await use('000000008'), await use('000000008'), await use('000000008')],
    Array(3).fill('allow')
  )
  same('shown as null', brief(await call('GET', path))[0].reuse_count, null)
  await post({ codes: '000000009', valid_secs: 60 })
  await control('POST', 'state', { clock_offset: 61 })
  same('expired', [await use('000000009'), await left()], ['deny', 0])
  await control('POST', 'state', { clock_offset: 0 })
}

async function authRules() {
  const post = async (params) => brief(await call('POST', '/auth/v2/auth', params))
  const alice = await userId('alice')
  same(
    'one of the two',
    await post({ username: 'alice', user_id: alice, factor: 'push' }),
    '40002 username'
  )
  same('none of them', await post({ factor: 'push' }), '40001 username')
  same('by id', (await post({ user_id: alice, factor: 'push' })).result, 'allow')
  same('by alias', (await post({ username: 'Alice.Example', factor: 'auto' })).result, 'allow')
  same('an unknown id', await post({ user_id: 'DU0', factor: 'push' }), '40002 user_id')
  same('a factor is needed', await post({ username: 'alice' }), '40001 factor')
  same('a known one', await post({ username: 'alice', factor: 'smoke' }), '40002 factor')
  same(
    'a passcode is needed',
    await post({ username: 'alice', factor: 'passcode' }),
    '40001 passcode'
  )
  same(
    'a phone of the user',
    await post({ username: 'alice', factor: 'push', device: 'DP0' }),
    '40002 no capable device'
  )
  same('sms', (await post({ username: 'alice', factor: 'sms' })).status, 'sent')
  same('bypass', (await post({ username: 'bob', factor: 'push' })).status, 'bypass')
  same(
    'disabled',
    (await post({ username: 'carol', factor: 'passcode', passcode: '1' })).status,
    'deny'
  )
  same('a disabled group', (await post({ username: 'frank', factor: 'push' })).result, 'deny')
  const { txid } = await post({
    username: 'alice',
    factor: 'passcode',
    passcode: '222222',
    async: '1'
  })
  same(
    'a passcode asked later',
    brief(await call('GET', '/auth/v2/auth_status', { txid })).status,
    'allow'
  )
  const called = await post({ username: 'alice', factor: 'phone', async: '1' })
  const told = []
  for (let i = 0; i < 3; i++)
    told.push(brief(await call('GET', '/auth/v2/auth_status', called)).status)
  same('a phone call', told, ['calling', 'answered', 'allow'])
  await control('POST', 'state', { new_user_policy: 'deny' })
  same(
    'policy for new users',
    brief(await call('POST', '/auth/v2/preauth', { username: 'mallory' })).result,
    'deny'
  )
  const menu = brief(
    await call('POST', '/auth/v2/preauth', { username: 'alice', text_prompt: '1' })
  ).prompt
  same('menu for a text prompt', menu.factors, { 1: 'push1', default: 'push1' })
  same(
    'answered with a number',
    (await post({ username: 'alice', factor: 'prompt', prompt: 'push1' })).result,
    'allow'
  )
}

async function lockoutEnds() {
  const dave = await userId('dave')
  const status = async () => (await state('dave')).status
  await call('POST', '/admin/v1/settings', { lockout_expire_duration: 5 })
  await control('POST', 'state', { clock_offset: 299 })
  same('still locked out', await status(), 'locked out')
  await control('POST', 'state', { clock_offset: 301 })
  same(
    'over after five minutes',
    brief(await call('GET', `/admin/v1/users/${dave}`)).status,
    'active'
  )
}

for (const part of [pages, bypassRules, authRules, lockoutEnds]) {
  await reset()
  await part().catch((error) => ok(`${part.name} ran to its end`, false, error))
}
finish()
