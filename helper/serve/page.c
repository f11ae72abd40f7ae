/* SPDX-License-Identifier: MIT */
/* A page to read and to try a call from: readable without its program, which only sends forms. */
#include <string.h>

#include "helper/serve/rest_documents.h"
#include "helper/serve/rest_route.h"

const char page_style[] =
	"body { font: 16px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 60rem;"
	" padding: 0 1rem; color: #222; background: #fff; }\n"
	"code, pre, input, textarea { font-family: ui-monospace, monospace; font-size: 0.9rem; }\n"
	"details { border: 1px solid #ccc; border-radius: 4px; margin: 0.5rem 0;"
	" padding: 0.4rem 0.8rem; }\n"
	"summary { cursor: pointer; }\n"
	"summary b { display: inline-block; width: 4.5rem; }\n"
	".write b { color: #8a5a00; } .destructive b { color: #b00020; }"
	" .read b { color: #00632b; }\n"
	"label { display: grid; grid-template-columns: 14rem 1fr; gap: 0.2rem 1rem;"
	" margin: 0.4rem 0; }\n"
	"label small { grid-column: 2; color: #555; }\n"
	"input { padding: 0.2rem 0.4rem; }\n"
	"pre { background: #f4f4f4; padding: 0.6rem; overflow: auto; white-space: pre-wrap; }\n"
	"@media (prefers-color-scheme: dark) { body { color: #ddd; background: #181818; }"
	" pre { background: #222; } label small { color: #aaa; } .write b { color: #e0a030; }"
	" .destructive b { color: #ff7080; } .read b { color: #60c080; } }\n";

/* Sends what a form says. The token stays in its field: it is stored nowhere. */
const char page_script[] =
	"'use strict';\n"
	"document.addEventListener('submit', async event => {\n"
	"\tconst form = event.target, output = form.querySelector('output');\n"
	"\tconst fields = [...form.querySelectorAll('input[name]')].filter(i => i.value !== '');\n"
	"\tconst token = document.getElementById('token').value.trim();\n"
	"\tevent.preventDefault();\n"
	"\tconst method = form.dataset.method, rest = new URLSearchParams();\n"
	"\tlet path = form.dataset.path;\n"
	"\tfor (const field of fields)\n"
	"\t\tif (path.includes(`{${field.name}}`))\n"
	"\t\t\tpath = path.replace(`{${field.name}}`, encodeURIComponent(field.value));\n"
	"\t\telse\n"
	"\t\t\trest.append(field.name, field.value);\n"
	"\tconst options = { method, headers: {}, cache: 'no-store' };\n"
	"\tif (token !== '')\n"
	"\t\toptions.headers.Authorization = `Bearer ${token}`;\n"
	"\tif (method === 'POST')\n"
	"\t\toptions.body = rest;\n"
	"\telse if (rest.size > 0)\n"
	"\t\tpath += `?${rest}`;\n"
	"\tif (form.dataset.risk === 'destructive' && !confirm(`${method} ${path}?`))\n"
	"\t\treturn;\n"
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

static void
write_field(struct text_buf *b, const struct api_param *p)
{
	bool required = (p->flags & (API_REQUIRED | API_PATH)) != 0 && p->excludes == NULL;

	text_buf_printf(b, "<label><code>%s</code><input name=\"%s\" autocomplete=\"off\"%s%s>",
		p->name, p->name, required ? " required" : "",
		(p->flags & API_SECRET) != 0 ? " type=\"password\"" : "");
	text_buf_puts(b, "<small>");
	write_text(b, p->help != NULL ? p->help : "");
	if (p->type == API_CHOICE) {
		text_buf_puts(b, ": ");
		write_text(b, p->choices);
	}
	if (p->default_value != NULL) {
		text_buf_puts(b, "; default ");
		write_text(b, p->default_value);
	}
	text_buf_puts(b, "</small></label>\n");
}

static void
write_operation(struct text_buf *b, const struct api_op *op)
{
	const char *root = api_service_root(op->service);

	text_buf_printf(b, "<details id=\"%s\" class=\"%s\"><summary><b>%s</b> <code>%s%s</code> ",
		op->name, risk_word(op->risk), op->method, root, op->path);
	write_text(b, op->title);
	text_buf_printf(b,
		"</summary>\n<form data-method=\"%s\" data-path=\"%s%s\" data-risk=\"%s\">\n",
		op->method, root, op->path, risk_word(op->risk));
	text_buf_printf(b, "<p><code>%s</code>; a token of class %s or above%s.</p>\n", op->name,
		risk_word(op->risk),
		(op->flags & API_SECRET_ANSWER) != 0 ? ", with the permission secrets" : "");
	for (const struct api_param *p = op->params; p->name != NULL; p++)
		if ((p->flags & API_UNDOCUMENTED) == 0)
			write_field(b, p);
	text_buf_puts(b, "<button>Send</button>\n<pre><output></output></pre></form></details>\n");
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
		"<label><code>token</code>"
		"<input id=\"token\" type=\"password\" autocomplete=\"off\">"
		"<small>used by the forms below, and forgotten with this page</small></label>\n");
	for (const struct api_op *op = api_operations; op->name != NULL; op++)
		if (route_offers(op, whole))
			write_operation(b, op);
	text_buf_puts(b, "</body></html>\n");
}
