// SPDX-License-Identifier: MIT
// Adds a bearer token to every request, for a suite that cannot send one. Host and Origin are
// passed on; where they name this proxy, they name the server behind it.
//
//   auth_proxy.mjs URL TOKEN         prints "proxy on PORT"
import http from 'node:http'

const [, , url, token] = process.argv
const { hostname, port } = new URL(url)

const server = http.createServer((asked, answer) => {
  const own = `:${server.address().port}`
  const headers = { ...asked.headers, authorization: `Bearer ${token}` }
  for (const name of ['host', 'origin'])
    if (headers[name]?.endsWith(own)) headers[name] = headers[name].slice(0, -own.length) + `:${port}`
  const onward = http.request(
    { hostname, port, path: asked.url, method: asked.method, headers },
    (response) => {
      answer.writeHead(response.statusCode, response.headers)
      response.pipe(answer)
    }
  )
  onward.on('error', () => answer.headersSent || answer.writeHead(502).end())
  answer.on('close', () => onward.destroy())
  asked.pipe(onward)
})
server.listen(0, '127.0.0.1', () => console.log(`proxy on ${server.address().port}`))
