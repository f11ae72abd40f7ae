/* SPDX-License-Identifier: MIT */
/* A page to read and to try a call from: readable without its program, which only sends forms. */
#include <string.h>

#include "helper/serve/rest_documents.h"
#include "helper/serve/rest_route.h"

const char page_style[] =
	":root { color-scheme: light dark; }\n"
	"body { font: 16px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 64rem;"
	" padding: 0 1rem; color: #222; background: #fff; }\n"
	"code, pre, input, select { font-family: ui-monospace, monospace; font-size: 0.9rem;"
	" overflow-wrap: anywhere; }\n"
	"details { border: 1px solid #ccc; border-radius: 4px; margin: 0.5rem 0;"
	" padding: 0.4rem 0.8rem; scroll-margin-top: 5rem; }\n"
	"summary { cursor: pointer; display: flex; flex-wrap: wrap; gap: 0 1rem; }\n"
	"summary b, p b { width: 4.5rem; } summary span { margin-left: auto; color: #555; }\n"
	".write b, b.write { color: #8a5a00; } .destructive b, b.destructive { color: #b00020; }"
	" .read b, b.read { color: #00632b; }\n"
	"label { display: grid; grid-template-columns: 14rem 1fr; gap: 0.2rem 1rem;"
	" margin: 0.4rem 0; }\n"
	"label small { grid-column: 2; color: #555; } label em { color: #b00020; }\n"
	"#access { position: sticky; top: 0; background: inherit; padding: 0.6rem 0; }\n"
	"input, select { padding: 0.2rem 0.4rem; }\n"
	"pre { background: #f4f4f4; padding: 0.6rem; overflow: auto; white-space: pre-wrap; }\n"
	"pre:empty { display: none; }\n"
	"@media (max-width: 40rem) { label { display: block; } label > * { display: block;"
	" width: 100%; box-sizing: border-box; } summary span { margin-left: 0; } }\n"
	"@media (prefers-color-scheme: dark) { body { color: #ddd; background: #181818; }"
	" pre { background: #222; } label small, summary span { color: #aaa; }"
	" a { color: #8ab4f8; }"
	" .write b, b.write { color: #e0a030; } .destructive b, b.destructive, label em"
	" { color: #ff7080; } .read b, b.read { color: #60c080; } }\n";

/* Sends what a form says, and shows what it sent as a command for a shell. The token stays in its
 * field: it is stored nowhere. */
const char page_script[] =
	"'use strict';\n"
	"const quoted = text => `'${text.replaceAll(\"'\", \"'\\\\''\")}'`;\n"
	"document.addEventListener('submit', async event => {\n"
	"\tconst form = event.target, [command, output] = form.querySelectorAll('pre');\n"
	"\tconst fields = [...form.querySelectorAll('[name]')].filter(i => i.value !== '');\n"
	"\tconst token = document.getElementById('token').value.trim();\n"
	"\tevent.preventDefault();\n"
	"\tconst method = form.dataset.method, rest = new URLSearchParams(), shown = [];\n"
	"\tconst body = method === 'POST' || method === 'PUT';\n"
	"\tlet path = form.dataset.path;\n"
	"\tfor (const field of fields)\n"
	"\t\tif (path.includes(`{${field.name}}`)) {\n"
	"\t\t\tpath = path.replace(`{${field.name}}`, encodeURIComponent(field.value));\n"
	"\t\t} else {\n"
	"\t\t\tconst secret = field.type === 'password';\n"
	"\t\t\trest.append(field.name, field.value);\n"
	"\t\t\tshown.push(`--data-urlencode ${quoted(`${field.name}=${secret ? '…' :"
	" field.value}`)}`);\n"
	"\t\t}\n"
	"\tif (form.dataset.risk === 'destructive' && !confirm(`${method} ${path}?`))\n"
	"\t\treturn;\n"
	"\tcommand.textContent = [`curl${body ? '' : ' -G'}${method === 'GET' ? '' :"
	" ` -X ${method}`}`,"
	" '-H \"Authorization: Bearer $TOKEN\"', ...shown,"
	" quoted(location.origin + path)].join(' \\\\\\n  ');\n"
	"\tconst options = { method, headers: {}, cache: 'no-store' };\n"
	"\tif (token !== '')\n"
	"\t\toptions.headers.Authorization = `Bearer ${token}`;\n"
	"\tif (body)\n"
	"\t\toptions.body = rest;\n"
	"\telse if (rest.size > 0)\n"
	"\t\tpath += `?${rest}`;\n"
	"\toutput.textContent = '\\u2026';\n"
	"\ttry {\n"
	"\t\tconst answer = await fetch(path, options), text = await answer.text();\n"
	"\t\tlet shown = text;\n"
	"\t\ttry { shown = JSON.stringify(JSON.parse(text), null, 2); } catch { }\n"
	"\t\toutput.textContent = `HTTP ${answer.status}\\n${shown}`;\n"
	"\t} catch (fault) {\n"
	"\t\toutput.textContent = `No answer: ${fault.message}`;\n"
	"\t}\n"
	"});\n";

static void
write_text(struct text_buf *b, const char *text)
{
	for (; *text != '\0'; text++) {
		static const char *const escapes[256] = {
			['&'] = "&amp;", ['<'] = "&lt;", ['>'] = "&gt;", ['"'] = "&quot;",
		};
		const char *escape = escapes[(unsigned char)*text];

		if (escape != NULL)
			text_buf_puts(b, escape);
		else
			text_buf_add(b, text, 1);
	}
}

/* One of a few words, or none. */
static void
write_select(struct text_buf *b, const char *name, const char *required, const char *choices)
{
	text_buf_printf(b, "<select name=\"%s\"%s><option value=\"\"></option>", name, required);
	while (*choices != '\0') {
		int len = (int)strcspn(choices, "|"); /* our own words: nothing needs an escape */

		text_buf_printf(b, "<option>%.*s</option>", len, choices);
		choices += len + (choices[len] == '|' ? 1 : 0);
	}
	text_buf_puts(b, "</select>");
}

static void
write_field(struct text_buf *b, const struct api_param *p)
{
	bool needed = (p->flags & (API_REQUIRED | API_PATH)) != 0 && p->excludes == NULL;
	const char *required = needed ? " required" : "";

	text_buf_printf(b, "<label><code>%s%s</code>", p->name, needed ? " <em>required</em>" : "");
	if (p->type == API_CHOICE)
		write_select(b, p->name, required, p->choices);
	else if (p->type == API_BOOLEAN)
		write_select(b, p->name, required, "true|false");
	else
		text_buf_printf(b, "<input name=\"%s\" autocomplete=\"off\"%s%s>", p->name,
			required, (p->flags & API_SECRET) != 0 ? " type=\"password\"" : "");
	text_buf_puts(b, "<small>");
	write_text(b, p->help != NULL ? p->help : "");
	if (p->default_value != NULL) {
		text_buf_puts(b, "; default ");
		write_text(b, p->default_value);
	}
	text_buf_puts(b, "</small></label>\n");
}

static void
write_operation(struct text_buf *b, const struct api_op *op)
{
	const char *root = api_service_root(op->service), *risk = api_risk_word(op->risk);

	text_buf_printf(b, "<details id=\"%s\" class=\"%s\">"
		"<summary><b>%s</b><code>%s%s</code><span>", op->name, risk, op->method, root,
		op->path);
	write_text(b, op->title);
	text_buf_printf(b, "</span></summary>\n"
		"<form data-method=\"%s\" data-path=\"%s%s\" data-risk=\"%s\">\n", op->method, root,
		op->path, risk);
	text_buf_printf(b, "<p><code>%s</code>: a token of class %s%s%s.</p>\n", op->name, risk,
		op->risk != API_DESTRUCTIVE ? " or above" : "",
		(op->flags & API_SECRET_ANSWER) != 0 ? ", with the permission secrets" : "");
	for (const struct api_param *p = op->params; p->name != NULL; p++)
		if ((p->flags & API_UNDOCUMENTED) == 0)
			write_field(b, p);
	text_buf_puts(b, "<button>Send</button>\n<pre></pre>\n<pre></pre></form></details>\n");
}

void
page_write(struct text_buf *b, bool whole)
{
	text_buf_puts(b,
		"<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
		"<meta name=\"viewport\" content=\"width=device-width\"><title>Doorward</title>"
		"<link rel=\"stylesheet\" href=\"/doorward.css\">"
		"<script src=\"/doorward.js\" defer></script></head><body>\n"
		"<h1>Doorward " PACKAGE_VERSION ": REST adapter</h1>\n"
		"<p>The paths, parameters and answers are the directory&#39;s own; requests need "
		"no signature but a bearer token: <code>Authorization: Bearer TOKEN</code>. An "
		"administrator makes one with <code>doorward token add</code>. Parameters go into "
		"the query, a form, or a flat JSON object. What this adapter refuses itself comes "
		"in the directory&#39;s envelope too: <code>stat</code>, <code>code</code>, "
		"<code>message</code>, <code>message_detail</code>. The same for programs: "
		"<a href=\"/openapi.json\">openapi.json</a>.</p>\n"
		"<p>What an operation may do: <b class=\"read\">read</b>, "
		"<b class=\"write\">write</b> or <b class=\"destructive\">destroy</b>.</p>\n"
		"<label id=\"access\"><code>token</code>"
		"<input id=\"token\" type=\"password\" autocomplete=\"off\">"
		"<small>used by the forms below, and forgotten with this page</small></label>\n");
	for (const struct api_op *op = api_operations; op->name != NULL; op++)
		if (route_offers(op, whole))
			write_operation(b, op);
	text_buf_puts(b, "</body></html>\n");
}
