// SPDX-License-Identifier: MIT
// What the simulator's tests share: counting cases, signing requests, and the control page.
import crypto from 'node:crypto'
import fs from 'node:fs'
import https from 'node:https'
import { isDeepStrictEqual, inspect } from 'node:util'

const directory = process.argv[2]
export const sim = JSON.parse(fs.readFileSync(`${directory}/sim.json`, 'utf8'))
export const ca = fs.readFileSync(sim.ca)
let passed = 0
let failed = 0

export function ok(name, fine, seen) {
  if (fine) {
    passed++
    console.log(`ok - ${name}`)
  } else {
    failed++
    console.log(`not ok - ${name}${seen === undefined ? '' : `: ${inspect(seen, { depth: 6 })}`}`)
  }
}

export function same(name, seen, expected) {
  const fine = isDeepStrictEqual(seen, expected)
  ok(name, fine, fine ? undefined : { seen, expected })
}

export function finish() {
  console.log(`# ${passed} passed, ${failed} failed`)
  process.exit(failed === 0 && passed > 0 ? 0 : 1)
}

export const agent = new https.Agent({ keepAlive: true, maxSockets: 8 })

// Sends one request and gives {status, headers, bytes, text, json}; the promise fails when the
// connection does, or when the whole answer is not there after timeout milliseconds.
export function send(method, path, { headers = {}, body, timeout = 20000, via = agent } = {}) {
  return new Promise((resolve, reject) => {
    const request = https.request(
      {
        host: 'localhost',
        port: sim.port,
        ca,
        method,
        path,
        headers,
        agent: via
      },
      (response) => {
        const parts = []
        response.on('data', (part) => parts.push(part))
        response.on('error', reject)
        response.on('end', () => {
          const bytes = Buffer.concat(parts)
          const text = bytes.toString('utf8')
          let json
          try {
            json = JSON.parse(text)
          } catch {
            json = undefined
          }
          resolve({ status: response.statusCode, headers: response.headers, bytes, text, json })
        })
      }
    )
    const timer = setTimeout(() => request.destroy(new Error('timeout')), timeout)
    request.on('close', () => clearTimeout(timer))
    request.on('error', reject)
    if (body !== undefined) request.write(body)
    request.end()
  })
}

const encode = (text) =>
  encodeURIComponent(text).replace(
    /[!'()*]/g,
    (c) => '%' + c.charCodeAt(0).toString(16).toUpperCase()
  )

export function line(params) {
  return Object.keys(params)
    .map((k) => [encode(k), encode(String(params[k]))])
    .sort((a, b) => (a[0] < b[0] ? -1 : 1))
    .map((p) => p.join('='))
    .join('&')
}

const sha512 = (data) => crypto.createHash('sha512').update(data).digest('hex')

// A signed request. where: query, form or json (for POST); the rest bends the signature.
export function call(method, path, params = {}, options = {}) {
  const app = sim[options.app ?? (path.startsWith('/auth/') ? 'auth' : 'admin')]
  const version = options.version ?? 5
  const where = options.where ?? (method !== 'POST' ? 'query' : version === 5 ? 'json' : 'form')
  const date = options.date ?? new Date(Date.now()).toUTCString()
  const query = where === 'query' ? line(params) : ''
  const body = where === 'json' ? JSON.stringify(params) : where === 'form' ? line(params) : ''
  const duo = options.duoHeaders ?? {}
  const lines = [
    date,
    method,
    options.host ?? 'localhost',
    path,
    where === 'json' ? '' : line(params)
  ]
  if (version === 5) {
    lines.push(sha512(body))
    lines.push(
      sha512(
        Object.entries(duo)
          .map(([k, v]) => [k.toLowerCase(), v])
          .sort((a, b) => (a[0] < b[0] ? -1 : 1))
          .flat()
          .join('\0')
      )
    )
  }
  const signature =
    options.signature ??
    crypto
      .createHmac(options.digest ?? 'sha512', options.skey ?? app.skey)
      .update(lines.join('\n'))
      .digest('hex')
  const headers = {
    Authorization:
      'Basic ' + Buffer.from(`${options.ikey ?? app.ikey}:${signature}`).toString('base64'),
    ...(duo['X-Duo-Date'] ? {} : { Date: date }),
    ...duo,
    ...options.headers
  }
  if (where === 'json') headers['Content-Type'] = 'application/json'
  if (where === 'form' && method === 'POST')
    headers['Content-Type'] = 'application/x-www-form-urlencoded'
  if (method === 'POST') headers['Content-Length'] ??= Buffer.byteLength(body)
  for (const name of options.without ?? []) delete headers[name]
  const wire =
    query === '' ? path : `${path}?${options.plus ? query.replaceAll('%20', '+') : query}`
  return send(method, wire, { headers, body: body === '' ? undefined : body, ...options.send })
}

// The control page.
export async function control(method, name, body) {
  const answer = await send(
    method,
    `/_sim/${name}`,
    body === undefined
      ? {}
      : { headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) }
  )
  if (answer.status !== 200) throw new Error(`control ${name}: ${answer.text}`)
  return answer.json
}
export const reset = () => control('POST', 'reset', { state: true })

export async function state(username) {
  const all = await control('GET', 'state')
  return username === undefined ? all : all.users.find((user) => user.username === username)
}

// Answer in brief: the response of a success, or "CODE detail".
export function brief(answer) {
  const json = answer.json
  if (json === undefined) return `no JSON, HTTP ${answer.status}`
  if (json.stat === 'OK') return json.response
  return json.message_detail === undefined
    ? String(json.code)
    : `${json.code} ${json.message_detail}`
}

export async function userId(username) {
  return brief(await call('GET', '/admin/v1/users', { username }))[0].user_id
}

export async function closed(promise) {
  try {
    return `HTTP ${(await promise).status}`
  } catch (error) {
    return error.code ?? error.message
  }
}
