// SPDX-License-Identifier: MIT
// What the tests of the MCP adapter share: counting cases, the published operations, and a raw
// client that sees the bytes of every answer.
import { spawn, spawnSync } from 'node:child_process'
import fs from 'node:fs'
import http from 'node:http'
import { createInterface } from 'node:readline'
import { isDeepStrictEqual, inspect } from 'node:util'

let passed = 0
let failed = 0

export function same(name, seen, expected) {
  if (isDeepStrictEqual(seen, expected)) {
    passed++
    console.log(`ok - ${name}`)
  } else {
    failed++
    console.log(`not ok - ${name}: ${inspect({ seen, expected }, { depth: 6 })}`)
  }
}

export function finish() {
  console.log(`# ${passed} passed, ${failed} failed`)
  process.exit(failed === 0 && passed > 0 ? 0 : 1)
}

// NAME METHOD PATH TITLE of what is published, in order
export function published(top) {
  return fs
    .readFileSync(`${top}/tests/data/published_operations.tsv`, 'utf8')
    .trim()
    .split('\n')
    .map((line) => line.split('\t'))
    .map(([name, method, path, title]) => ({ name, method, path, title }))
}

// Runs doorward and gives {status, out, err}; out is bytes.
export function doorward(program, conf, words) {
  const run = spawnSync(program, ['--config', conf, ...words], { timeout: 20000 })
  return { status: run.status, out: run.stdout, err: run.stderr.toString() }
}

// A client that sends text and gives the text of the answer.
export function overStdio(program, conf, more = []) {
  const child = spawn(program, ['--config', conf, ...more, 'mcp'], { stdio: ['pipe', 'pipe', 'pipe'] })
  const lines = createInterface({ input: child.stdout, crlfDelay: Infinity })
  const waiting = []
  const errors = []
  let surplus = 0
  child.stderr.on('data', (part) => errors.push(part))
  lines.on('line', (line) => (waiting.length > 0 ? waiting.shift()(line) : surplus++))
  return {
    send: (text) =>
      new Promise((resolve) => {
        waiting.push(resolve)
        child.stdin.write(text + '\n')
      }),
    notify: (text) => child.stdin.write(text + '\n'),
    // Ends the input; gives the exit status, lines nobody waited for, and standard error.
    end: () =>
      new Promise((resolve) => {
        child.on('close', (status) =>
          resolve({ status, surplus, errors: Buffer.concat(errors).toString() })
        )
        child.stdin.end()
      })
  }
}

// The same over HTTP; the answer's status is in the client.
export function overHttp(url, token, more = {}) {
  const client = {
    send: (text, headers = {}) =>
      new Promise((resolve, reject) => {
        const request = http.request(
          url,
          {
            method: 'POST',
            headers: {
              'Content-Type': 'application/json',
              Accept: 'application/json, text/event-stream',
              ...(token ? { Authorization: `Bearer ${token}` } : {}),
              ...more,
              ...headers
            }
          },
          (response) => {
            const parts = []
            client.status = response.statusCode
            client.headers = response.headers
            response.on('data', (part) => parts.push(part))
            response.on('error', reject)
            response.on('end', () => resolve(Buffer.concat(parts).toString('utf8')))
          }
        )
        request.setTimeout(20000, () => request.destroy(new Error('no answer')))
        request.on('error', reject)
        request.end(text)
      }),
    end: async () => ({ status: 0, surplus: 0, errors: '' })
  }
  return client
}
