// SPDX-License-Identifier: MIT
// A call of every published operation, and some that the directory refuses, for tests that make
// each of them twice: by an adapter and by `doorward api`, each against a simulated directory of its
// own that has seen the same.

// What a directory makes up (codes, times) is masked, letter by letter, so lengths still count.
const masks = [
  /"[0-9]{9}"/g, // bypass codes
  /"(created|last_login|expiration|code_created)": [0-9]+/g,
  /"[0-9a-f]{32}"/g, // enrolment code
  /[0-9a-f]{8}-[0-9a-f-]{27}/g, // push id
  /"confirmation_code": "[0-9]+"/g
]
export const masked = (text) =>
  masks.reduce((t, mask) => t.replace(mask, (found) => found.replace(/[0-9a-f]/g, '#')), text)

// Texts for the command line and for forms; lists are JSON.
export const texts = (args) =>
  Object.fromEntries(Object.entries(args).map(([k, v]) => [k, typeof v === 'object' ? JSON.stringify(v) : String(v)]))

// makeAll(compare, find): compare(NAME, ARGUMENTS, STATUS of a refusal) gives the response of the
// call; find(NAME) the id of a user.
export async function makeAll(compare, find) {
  const [alice, bob, grace] = [await find('alice'), await find('bob'), await find('grace')]
  await compare('listusers', { limit: 300, offset: 0 })
  await compare('listusers', { username_list: ['alice', 'bob'] })
  await compare('createuser', { username: 'new1', realname: 'Zoë "Ω" \\ <b>', enable_auto_prompt: true })
  await compare('createuser', { username: 'new1' }, 400)
  await compare('bulkcreateusers', { users: [{ username: 'new2', notes: 'a\nb' }] })
  await compare('bulksenduserstotrash', { user_id_list: [bob] })
  await compare('bulkrestoreusers', { user_id_list: [bob] })
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
    operations: [{ method: 'POST', path: '/admin/v1/users', body: { username: 'new4' } }]
  })
}
