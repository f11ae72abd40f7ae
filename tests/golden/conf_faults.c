/* SPDX-License-Identifier: MIT */
/* Prints what is said about broken configurations, for a person to read: conf_faults.txt. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "conf/conf.h"

/* A good beginning on one line, so that the fault stands alone and on line 2. */
#define GOOD                                                                                       \
	"duo: { host = \"api.example\"; admin: { ikey = \"DI1\"; skey_file = \"/a\"; }; };\n"
#define ADMIN "admin: { ikey = \"DI1\"; skey_file = \"/a\"; }; "

static const struct {
	const char *title, *text;
} cases[] = {
	{ "an empty file", "" },
	{ "many faults at once",
		"duo: {\n\thost = \"https://api.example/\";\n\tprot = 443;\n\tport = 0;\n\tadmin: {"
		" ikey = \"DI-1\"; };\n};\nlogn: { prompts = 3; };\nmin_uid = 500;\n"
		"login: { prompts = \"3\"; bypass = \"deny\"; };\ncache = 30;\n"
		"deadline: { api = 4; broker = 4; };\n" },
	{ "a word without a value", GOOD "login: { prompts = ; };\n" },
	{ "faults before a syntax error are told, too", GOOD "login: { prompts = 9; };\nlog: {\n" },
	{ "an option twice", GOOD "cache: {\n\tfresh = 1;\n\tfresh = 2;\n};\n" },
	{ "a group twice", GOOD "cache: { fresh = 1; };\nlogin: { };\ncache: { stale = 1; };\n" },
	{ "mixed types in an array", GOOD "login: { exempt_users = [\"a\", 1]; };\n" },
	{ "a string without end", GOOD "log: { level = \"info; };\n" },
	{ "a comment without end", GOOD "/* log: { level = \"info\"; };\n" },
	{ "an include", GOOD "  @include \"/etc/passwd\"\n" },
	{ "bytes that are not UTF-8", GOOD "# caf\xe9\nmap: { template = \"%u\xff\"; };\n" },
	{ "an escape that is not UTF-8", GOOD "map: { template = \"%u\\xff\"; };\n" },
	{ "a NUL byte as an escape", GOOD "map: { template = \"%u\\x00@x\"; };\n" },
	{ "nested too deeply", GOOD "a:{a:{a:{a:{a:{a:{a:{a:{a:{};};};};};};};};};\n" },
	{ "unknown names",
		GOOD "login: { min_uuid = 5; autopsuh = true; xyzzy = 1; };\nfresh = 30;\n"
		     "breakers: { };\nqwertyuiop = \"a\";\n" },
	{ "an option that is a group", GOOD "login: { prompts: { a = 1; }; };\n" },
	{ "a group that is an option", GOOD "login = true;\nmap = [ \"a=b\" ];\n" },
	{ "integers",
		GOOD "login: {\n\tprompts = 0;\n\tmin_uid = -1;\n};\nbroker: {\n\tper_origin = 2.5;\n"
		     "\tconversations = \"256\";\n};\ncache: { entries = [ 5 ]; };\n" },
	{ "integers that are too large",
		GOOD "login: { min_uid = 4294967296; };\nbroker: { per_origin = 0xFFFFFFFFFF; };\n"
		     "cache: {\n\tentries = 5000000000L;\n\tfresh = 99999999999999999999L;\n};\n" },
	{ "numbers in base eight, or with letters",
		GOOD "login: { min_uid = 01000; };\ncache: {\n\tentries = 0b101;\n\tfresh = 0o17;\n"
		     "\tstale = 089;\n\tnegative = 12abc;\n};\nduo: { port = 0x1bb; };\n" },
	{ "a comma behind the last",
		GOOD "login: { exempt_users = [ \"root\", ]; };\nmap: { users = ( \"a=b\" , /* c */ ); };\n" },
	{ "yes for true", GOOD "login: { autopush = yes; };\n" },
	{ "a word without quotation marks", GOOD "login: { exempt_users = [ backup ]; };\n" },
	{ "single quotes", GOOD "login: { exempt_users = [ 'backup' ]; };\n" },
	{ "typographic quotes", GOOD "login: { exempt_users = [ \xe2\x80\x9c""backup\xe2\x80\x9d ]; };\n" },
	{ "an ini file", GOOD "[login]\nmin_uid = 1000\n" },
	{ "JSON", GOOD "{ \"login\": { \"min_uid\": 5 } }\n" },
	{ "a name in quotation marks", GOOD "\"login\": { min_uid = 5; };\n" },
	{ "a quotation mark missing", GOOD "login: {\n\tfoo = \"bar;\n\tbar = \"foo\";\n};\n" },
	{ "a path without them", GOOD "map: {\n\tfile = /etc/map; # where it is\n};\n" },
	{ "a brace too many", GOOD "login: { min_uid = 5; };\n};\n" },
	{ "a brace not closed", GOOD "login: {\n\tmin_uid = 5;\nmap: { };\n" },
	{ "another bracket", GOOD "login: { exempt_users = [ \"a\" }; };\n" },
	{ "no =", GOOD "login: { min_uid 5; };\n" },
	{ "no value", GOOD "login: { min_uid = ; };\n" },
	{ "no comma", GOOD "login: { exempt_users = [ \"a\" 5 ]; };\n" },
	{ "two semicolons", GOOD "login: { min_uid = 5;; };\n" },
	{ "a number alone", GOOD "login: { 5; };\n" },
	{ "a mark", GOOD "login: { min_uid = 5 % 3; };\n" },
	{ "a byte order mark", "\xef\xbb\xbf" GOOD },
	{ "an option under both of its names",
		GOOD "broker: {\n\tper_user = 5;\n\tper_origin = 6;\n};\n" },
	{ "choices among integers", "duo: { host = \"a\"; signature = 3; " ADMIN "};\n" },
	{ "durations",
		GOOD "cache: {\n\tfresh = -1;\n\tstale = \"1h\";\n\televation = 1e300;\n"
		     "\tnegative = 3600.5;\n};\nbreaker: { pause = 0; };\ndeadline: {"
		     " api = 0.01; };\n" },
	{ "booleans", GOOD "login: {\n\tautopush = 1;\n\tpushinfo = \"true\";\n};\n" },
	{ "choices",
		GOOD "login: {\n\tbypass = \"deny\";\n\tunknown = \"allow\";\n"
		     "\tunmapped = \"Deny\";\n"
		     "\tunreachable = true;\n};\nlog: {\n\tlevel = \"\\x1b[31mverbose and more and "
		     "more and more\";\n\ttarget = \"\";\n};\n" },
	{ "lists of choices",
		GOOD "serve: {\n\tmcp_allow = [ \"read\", \"Write\", \"everything\" ];\n};\n" },
	{ "lists",
		GOOD "login: {\n\texempt_users = \"root\";\n\texempt_groups = (\n\t\t\"a\",\n"
		     "\t\t5,\n"
		     "\t\t\"\",\n\t\t\"b\\n\",\n\t\t{ }\n\t);\n};\n" },
	{ "paths",
		"duo: {\n\thost = \"a\";\n\tca_file = \"ca.pem\";\n\t"
		"admin: {\n\t\tikey = \"DI1\";\n\t\tskey_file = \"~/skey\";\n\t};\n};\n"
		"broker: { socket = \"\"; };\n" },
	{ "a path that is too long for a socket",
		GOOD "broker: { socket = \"/0123456789/0123456789/0123456789/0123456789/0123456789"
		     "/0123456789/0123456789/0123456789/01234567890/login.sock\"; };\n" },
	{ "no host", "duo: { " ADMIN "};\n" },
	{ "a host with a scheme", "duo: { host = \"https://a.example\"; " ADMIN "};\n" },
	{ "a host with a port", "duo: { host = \"a.example:443\"; " ADMIN "};\n" },
	{ "a host with a path", "duo: { host = \"a.example/\"; " ADMIN "};\n" },
	{ "no credentials", "duo: { host = \"a.example\"; };\n" },
	{ "half of an application",
		"duo: {\n\thost = \"a.example\";\n\tadmin: { ikey = \"DI1\"; };\n"
		"\tauth: { skey_file = \"/a\"; };\n};\n" },
	{ "an integration key with a line of something else",
		"duo: { host = \"a\"; admin: { ikey = \"DI1:x\"; skey_file = \"/a\"; }; };\n" },
	{ "a proxy without port",
		"duo: { host = \"a\"; proxy = \"http://p.example\"; " ADMIN "};\n" },
	{ "a proxy with another scheme",
		"duo: { host = \"a\"; proxy = \"socks5://user:hunter2@p:1\"; " ADMIN "};\n" },
	{ "mapping",
		GOOD "map: {\n\tusers = [ \"alice=a\", \"bob\" ];\n\ttemplate = \"%u%d\";\n};\n" },
	{ "a name mapped twice", GOOD "map: { users = [ \"alice=a\", \"alice=b\" ]; };\n" },
	{ "addresses of services",
		GOOD "allthenticate: { base = \"api.example\"; key_file = \"/a\"; header = \"X Key\"; };\n"
		     "sentinelone: { base = \"https://a/?x\"; token_file = \"/a\"; };\n" },
	{ "half of a service",
		GOOD "allthenticate: { base = \"https://api.example\"; };\n"
		     "sentinelone: { token_file = \"/a\"; };\n" },
	{ "profiles",
		GOOD "profiles: {\n"
		     "\tempty: { };\n"
		     "\tlate: 5;\n"
		     "\twide: { cache: { fresh = 1; }; duo = 7; };\n"
		     "\tpoor: { duo: { host = \"a\"; }; sentinelone: { }; };\n"
		     "\twrong: { duo: { host = \"a\"; prot = 1; port = 0; " ADMIN "}; };\n"
		     "\ta0123456789012345678901234567890x: { duo: { host = \"a\"; " ADMIN "}; };\n"
		     "\tgood: { duo: { host = \"a\"; " ADMIN "}; };\n"
		     "};\n" },
	{ "profiles that are no group", GOOD "profiles = 5;\n" },
	{ "a profile twice",
		GOOD "profiles: {\n\ta: { duo: { host = \"a\"; " ADMIN "}; };\n\ta: { };\n};\n" },
	{ "deadlines", GOOD "deadline: {\n\tbroker = 2;\n};\n" },
};

static void
print_text(const char *text)
{
	for (unsigned line = 1; *text != '\0'; line++) {
		size_t len = strcspn(text, "\n");

		(void)printf("%5u  ", line);
		for (size_t i = 0; i < len; i++)
			if (text[i] == '\t')
				(void)printf("    ");
			else if ((unsigned char)text[i] < 0x20 || (unsigned char)text[i] >= 0x7f)
				(void)printf("<%02x>", (unsigned char)text[i]);
			else
				(void)putchar(text[i]);
		(void)putchar('\n');
		text += text[len] == '\n' ? len + 1 : len;
	}
}

int
main(void)
{
	static struct conf_faults faults;

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct conf *c = NULL;

		(void)printf("%s== %s\n", i > 0 ? "\n" : "", cases[i].title);
		print_text(cases[i].text);
		if (conf_parse(cases[i].text, "doorward.conf", &c, &faults) == 0) {
			(void)printf("taken\n");
			conf_free(c);
		}
		for (size_t f = 0; f < faults.count && f < CONF_FAULTS_MAX; f++)
			(void)printf("%s\n", faults.fault[f].msg);
	}
	return fflush(stdout) == 0 && ferror(stdout) == 0 ? 0 : 1;
}
