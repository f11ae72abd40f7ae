// SPDX-License-Identifier: MIT
// What the tests of doorward serve share: a client of whole answers, and one of raw bytes.
import fs from 'node:fs'
import http from 'node:http'
import https from 'node:https'
import net from 'node:net'

export { doorward, finish, published, same } from '../mcp/harness.mjs'

// call(base, METHOD, PATH, {token, form, json, headers, body, agent}): {status, headers, text}
export function client(where, token) {
  const target = typeof where === 'number' ? { host: '127.0.0.1', port: where } : { socketPath: where }
  return (method, path, options = {}) =>
    new Promise((resolve, reject) => {
      const headers = { ...options.headers }
      let body = options.body
      if (options.form !== undefined) {
        headers['Content-Type'] = 'application/x-www-form-urlencoded'
        body = new URLSearchParams(options.form).toString()
      }
      if (options.json !== undefined) {
        headers['Content-Type'] = 'application/json'
        body = JSON.stringify(options.json)
      }
      const bearer = options.token === undefined ? token : options.token
      if (bearer) headers.Authorization = `Bearer ${bearer}`
      if (body !== undefined) headers['Content-Length'] = Buffer.byteLength(body)
      const request = http.request({ ...target, method, path, headers, agent: options.agent ?? false }, (answer) => {
        const parts = []
        answer.on('data', (part) => parts.push(part))
        answer.on('error', reject)
        answer.on('end', () =>
          resolve({
            status: answer.statusCode,
            headers: answer.headers,
            text: Buffer.concat(parts).toString('utf8')
          })
        )
      })
      request.setTimeout(30000, () => request.destroy(new Error('no answer')))
      request.on('error', reject)
      request.end(body)
    })
}

// Writes bytes and gives what came back until the peer closed, or until `until` bytes fit.
export function raw(port, pieces, { every = 0, limit = 40000, until } = {}) {
  return new Promise((resolve) => {
    const started = Date.now()
    const socket = net.connect(port, '127.0.0.1')
    let text = ''
    let ended = false
    const finish = (how) => {
      if (ended) return
      ended = true
      clearTimeout(timer)
      socket.destroy()
      const statuses = [...text.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map((m) => Number(m[1]))
      resolve({ text, statuses, status: statuses[0], how, ms: Date.now() - started })
    }
    const timer = setTimeout(() => finish('limit'), limit)
    socket.on('data', (part) => {
      text += part.toString('latin1')
      if (until && until(text)) finish('enough')
    })
    socket.on('error', () => finish('reset'))
    socket.on('close', () => finish('closed'))
    socket.on('connect', async () => {
      for (const piece of [].concat(pieces)) {
        if (socket.destroyed) return
        socket.write(piece, 'latin1')
        if (every > 0) await new Promise((next) => setTimeout(next, every))
      }
    })
  })
}

// control(METHOD, WHAT, BODY): asks the simulator itself; gives the text of its answer
export function controller(sim) {
  const ca = fs.readFileSync(sim.ca)
  return (method, what, body) =>
    new Promise((resolve, reject) => {
      const request = https.request({ host: 'localhost', port: sim.port, path: `/_sim/${what}`, method, ca }, (answer) => {
        let text = ''
        answer.on('data', (part) => (text += part)).on('end', () => resolve(text))
      })
      request.on('error', reject)
      request.end(body === undefined ? undefined : JSON.stringify(body))
    })
}
