/* SPDX-License-Identifier: MIT */
/* One row per option: adding an option is adding a member and a row. */
#include "conf/options.h"

/* The offset of a member; does not compile when the member has another type than the row says. */
#define MEMBER(member, type)                                                                       \
	(offsetof(struct conf, member) + 0 * sizeof(struct {                                       \
		_Static_assert(__builtin_types_compatible_p(                                       \
				       __typeof__(((struct conf *)0)->member), type),              \
			"the member has another type than the option");                            \
		int unused;                                                                        \
	}))

#define STRING(member)	 .type = OPTION_STRING, .offset = MEMBER(member, char *)
#define HOST(member)	 .type = OPTION_HOST, .offset = MEMBER(member, char *)
#define PATH(member)	 .type = OPTION_PATH, .offset = MEMBER(member, char *)
#define INTEGER(member)	 .type = OPTION_INTEGER, .offset = MEMBER(member, int64_t)
#define BOOLEAN(member)	 .type = OPTION_BOOLEAN, .offset = MEMBER(member, bool)
#define DURATION(member) .type = OPTION_DURATION, .offset = MEMBER(member, int64_t)
#define STANCE(member)	 .type = OPTION_CHOICE, .offset = MEMBER(member, enum stance)
#define CHOICE(member)	 .type = OPTION_CHOICE, .offset = MEMBER(member, int)
#define LIST(member)	 .type = OPTION_LIST, .offset = MEMBER(member, struct names)

#define SECONDS(n)    ((int64_t)((n) * 1000))
#define TEXT_MAX      512  /* bytes of a string */
#define PATH_MAX_SIZE 1024 /* bytes of a path */
#define SOCKET_MAX    107  /* bytes of a socket's path: unix(7) */
#define HOST_MAX      253  /* bytes of a host name: RFC 1035, without the last dot */
#define NAME_MAX_SIZE 256  /* bytes of a user, group or service name, as useradd(8) and more */

_Static_assert(sizeof(enum stance) == sizeof(int), "choices are stored as int");

static const struct option_choice deny_or_ignore[] = {
	{ "deny", STANCE_DENY }, { "ignore", STANCE_IGNORE }, { NULL, 0 }
};
static const struct option_choice ignore_or_allow[] = {
	{ "ignore", STANCE_IGNORE }, { "allow", STANCE_ALLOW }, { NULL, 0 }
};
static const struct option_choice signatures[] = { { "5", 5 }, { "2", 2 }, { NULL, 0 } };
static const struct option_choice targets[] = {
	{ "syslog", LOG_TARGET_SYSLOG }, { "stderr", LOG_TARGET_STDERR }, { NULL, 0 }
};
static const struct option_choice formats[] = {
	{ "text", LOG_FORMAT_TEXT }, { "json", LOG_FORMAT_JSON }, { NULL, 0 }
};
static const struct option_choice replacements[] = {
	{ "none", 0 }, { "_", '_' }, { "-", '-' }, { ".", '.' }, { NULL, 0 }
};
static const struct option_choice levels[] = {
	{ "err", LOG_LEVEL_ERR }, { "warning", LOG_LEVEL_WARNING }, { "info", LOG_LEVEL_INFO },
	{ "debug", LOG_LEVEL_DEBUG }, { NULL, 0 }
};
static const struct option_choice agent_rights[] = {
	{ "read", 0 }, { "write", 0 }, { "destructive", 0 }, /* as api_risk_word() says them */
	{ SERVE_MCP_SECRETS, 0 }, { NULL, 0 }
};

const struct option options[] = {
	{ .key = "duo.host", HOST(duo.host), .max = HOST_MAX, .text = "\"\"",
		.example = "\"api-XXXXXXXX.duosecurity.com\"",
		.help = "API host name that the directory's administration page shows for the "
			"application. Must be set." },
	{ .key = "duo.port", INTEGER(duo.port), .min = 1, .max = 65535, .text = "443",
		.help = "TCP port of the API host." },
	{ .key = "duo.ca_file", PATH(duo.ca_file), .max = PATH_MAX_SIZE, .text = "\"\"",
		.help = "PEM file with the only certificate authorities to trust for the API host. "
			"Empty means those of the system." },
	{ .key = "duo.proxy", STRING(duo.proxy), .max = TEXT_MAX, .text = "\"\"",
		.help = "HTTP proxy, written as http://[user:password@]host:port. Empty means a "
			"direct connection; the environment never counts. This file is readable by "
			"everybody, so a proxy that needs no password is better." },
	{ .key = "duo.signature", INTEGER(duo.signature), .choices = signatures, .text = "5",
		.help = "Version of the request signature. Only an API host that is not up to date "
			"needs the older one." },
	{ .key = "duo.admin.ikey", STRING(duo.admin.ikey), .max = 64, .text = "\"\"",
		.example = "\"DIXXXXXXXXXXXXXXXXXX\"",
		.help = "Integration key of the Admin API application: looks up the status of "
			"people and manages the directory. Permission to read is enough for "
			"logins." },
	{ .key = "duo.admin.skey_file", PATH(duo.admin.skey_file), .max = PATH_MAX_SIZE,
		.text = "\"\"", .example = "\"/etc/doorward/duo-admin.skey\"",
		.help = "File that holds the secret key of the Admin API application and nothing "
			"else, closed to other users." },
	{ .key = "duo.auth.ikey", STRING(duo.auth.ikey), .max = 64, .text = "\"\"",
		.example = "\"DIYYYYYYYYYYYYYYYYYY\"",
		.help = "Integration key of the Auth API application: checks codes and sends "
			"pushes. Without it no second factor can be asked for." },
	{ .key = "duo.auth.skey_file", PATH(duo.auth.skey_file), .max = PATH_MAX_SIZE,
		.text = "\"\"", .example = "\"/etc/doorward/duo-auth.skey\"",
		.help = "File that holds the secret key of the Auth API application and nothing "
			"else, closed to other users." },

	{ .key = "allthenticate.base", STRING(allthenticate.base), .max = TEXT_MAX, .text = "\"\"",
		.help = "Address of the organisation's API, written as https://HOST[:PORT][/PATH]. "
			"Allthenticate does not publish it: ask there. Empty means that the "
			"service is not used." },
	{ .key = "allthenticate.header", STRING(allthenticate.header), .min = 1, .max = 64,
		.text = "\"X-API-Key\"",
		.help = "Name of the header that carries the API key. The default is Doorward's "
			"choice, because Allthenticate does not publish the name." },
	{ .key = "allthenticate.scheme", STRING(allthenticate.scheme), .max = 64, .text = "\"\"",
		.help = "Word that stands before the key in that header, such as \"Bearer\". Empty "
			"means that the key stands alone." },
	{ .key = "allthenticate.key_file", PATH(allthenticate.key_file), .max = PATH_MAX_SIZE,
		.text = "\"\"",
		.help = "File that holds the API key and nothing else, closed to other users." },
	{ .key = "allthenticate.ca_file", PATH(allthenticate.ca_file), .max = PATH_MAX_SIZE,
		.text = "\"\"",
		.help = "PEM file with the only certificate authorities to trust for that address. "
			"Empty means those of the system." },

	{ .key = "sentinelone.base", STRING(sentinelone.base), .max = TEXT_MAX, .text = "\"\"",
		.help = "Address of the console, such as https://TENANT.sentinelone.net. Empty "
			"means that the service is not used." },
	{ .key = "sentinelone.token_file", PATH(sentinelone.token_file), .max = PATH_MAX_SIZE,
		.text = "\"\"",
		.help = "File that holds an API token of the console and nothing else, closed to "
			"other users. A token may do what the role of its user allows." },
	{ .key = "sentinelone.ca_file", PATH(sentinelone.ca_file), .max = PATH_MAX_SIZE,
		.text = "\"\"",
		.help = "PEM file with the only certificate authorities to trust for the console. "
			"Empty means those of the system." },

	{ .key = "map.users", LIST(map.users), .min = 1, .max = TEXT_MAX, .text = "[ ]",
		.help = "Local names whose directory name follows no rule, each written as "
			"\"local=directory\". This table is asked first, then map.file, then the "
			"directory file of doorward sync, then the rules below." },
	{ .key = "map.strip_suffix", LIST(map.strip_suffix), .min = 1, .max = NAME_MAX_SIZE,
		.text = "[ ]",
		.help = "Ends of local names to take off, such as \"@corp.example\". The first one "
			"that fits is taken off." },
	{ .key = "map.template", STRING(map_template), .max = NAME_MAX_SIZE, .text = "\"%u\"",
		.help = "How the directory name is made of the local name: %u stands for the name "
			"after a suffix was taken off, %% for a percent sign." },
	{ .key = "map.identity", BOOLEAN(map.identity), .text = "true",
		.help = "Whether a local name that no other rule changes is looked up as it is. "
			"When false, such a name is unmapped." },

	{ .key = "map.file", PATH(map_file), .max = PATH_MAX_SIZE,
		.text = "\"/etc/doorward/map\"",
		.help = "Further table of that kind, one \"local=directory\" in a line, which "
			"doorward map add and remove edit. It is read at each login and asked "
			"after map.users; it need not exist. Empty means none." },

	{ .key = "login.min_uid", INTEGER(login.min_uid), .min = 0, .max = INT32_MAX,
		.text = "1000",
		.help = "Accounts with a lower user id are exempt." },
	{ .key = "login.exempt_users", LIST(login.exempt_users), .min = 1, .max = NAME_MAX_SIZE,
		.text = "[ ]", .trusts = true,
		.help = "Local users whom Doorward never asks about, by exact name." },
	{ .key = "login.exempt_groups", LIST(login.exempt_groups), .min = 1, .max = NAME_MAX_SIZE,
		.text = "[ ]", .trusts = true,
		.help = "Local groups whose members Doorward never asks about, by exact name." },
	{ .key = "login.bypass", STANCE(policy.bypass), .choices = ignore_or_allow,
		.text = "\"ignore\"",
		.help = "What the second factor answers for a person whose status is bypass: step "
			"aside, or count as passed." },
	{ .key = "login.unmapped", STANCE(policy.unmapped), .choices = deny_or_ignore,
		.text = "\"ignore\"",
		.help = "What happens to a local user behind whom no directory user stands. A name "
			"that the application knows and the broker does not find on this host is "
			"no such case but a failure of this host, and refused." },
	{ .key = "login.unknown", STANCE(policy.unknown), .choices = deny_or_ignore,
		.text = "\"deny\"",
		.help = "What happens to a person whom the directory does not know." },
	{ .key = "login.unenrolled", STANCE(policy.unenrolled), .choices = deny_or_ignore,
		.text = "\"deny\"",
		.help = "What happens to a person who has no device when a second factor is due." },
	{ .key = "login.unreachable", STANCE(policy.unreachable), .choices = deny_or_ignore,
		.text = "\"deny\"",
		.help = "What happens when the directory does not answer and nothing usable is "
			"cached. Scheduled jobs are allowed either way. An answer about one person that "
			"cannot be understood, and a fault of the directory when a question about nobody "
			"goes well, refuse that person and are no outage. Whom the last doorward sync saw "
			"disabled, locked out or about to be deleted is refused all the same." },
	{ .key = "login.prompts", INTEGER(login.prompts), .min = 1, .max = 5, .text = "3",
		.help = "How often a person may answer the prompt in one login." },
	{ .key = "login.autopush", BOOLEAN(login.autopush), .text = "false",
		.help = "Whether a push is sent without asking first." },
	{ .key = "login.push_timeout", DURATION(login.push_timeout_ms), .min = SECONDS(1),
		.max = SECONDS(600), .text = "60",
		.help = "How long an unanswered push is waited for." },
	{ .key = "login.push_interval", DURATION(login.push_interval_ms), .min = 0,
		.max = SECONDS(3600), .text = "10",
		.help = "How long after one push that was not approved the next one to the same "
			"person may be sent; for who asks again 6 and then 30 times as long. In 60 "
			"times as long at most 5 go to a person. 0 means no waits." },
	{ .key = "login.fraud_hold", DURATION(login.fraud_hold_ms), .min = 0,
		.max = SECONDS(604800), .text = "3600",
		.help = "How long no push goes to somebody who reported one as fraud; codes count "
			"meanwhile. doorward push allow ends it. 0 means not at all." },
	{ .key = "login.prompt_timeout", DURATION(login.prompt_timeout_ms), .min = SECONDS(1),
		.max = SECONDS(3600), .text = "120",
		.help = "How long a person may take to answer a prompt." },
	{ .key = "login.pushinfo", BOOLEAN(login.pushinfo), .text = "true",
		.help = "Whether a push shows the command that sudo is about to run." },

	{ .key = "cache.fresh", DURATION(cache.fresh_ms), .min = 0, .max = SECONDS(3600),
		.text = "30",
		.help = "How long a status counts without asking the directory again." },
	{ .key = "cache.stale", DURATION(cache.stale_ms), .min = 0, .max = SECONDS(604800),
		.text = "0",
		.help = "How long a status that lets a person in may serve while the directory "
			"cannot be reached. Zero means not at all." },
	{ .key = "cache.elevation", DURATION(cache.elevation_ms), .min = 0, .max = SECONDS(3600),
		.text = "60",
		.help = "How long a status counts for services that raise privileges, such as "
			"sudo." },
	{ .key = "cache.negative", DURATION(cache.negative_ms), .min = 0, .max = SECONDS(3600),
		.text = "10",
		.help = "How long a name that the directory does not know is not asked for "
			"again." },
	{ .key = "cache.entries", INTEGER(cache.entries), .min = 1, .max = 1000000,
		.text = "10000",
		.help = "How many people are remembered at the same time." },

	{ .key = "breaker.failures", INTEGER(breaker.failures), .min = 1, .max = 1000,
		.text = "3",
		.help = "After how many failures in a row the directory is left alone." },
	{ .key = "breaker.pause", DURATION(breaker.pause_ms), .min = SECONDS(0.1),
		.max = SECONDS(3600), .text = "10",
		.help = "How long it is left alone, until one request tries again." },

	{ .key = "services.table", .type = OPTION_SERVICES,
		.offset = MEMBER(services, struct service_rules), .text = "( )",
		.help = "What is to be known of PAM services, for those whose name may not be that of "
			"a group; the others stand as services.NAME beside it. Each takes its row of "
			"the table that is compiled in, which doorward config dump prints, and "
			"changes what it sets. A name may be a pattern in which * stands for any "
			"text; a row of the very name counts before it." },
	{ .key = "services.interactive", LIST(services.interactive), .min = 1,
		.max = NAME_MAX_SIZE, .text = "[ ]", .former = true,
		.help = "Former list of PAM services where a person waits. It says nothing that the "
			"table does not." },
	{ .key = "services.elevation", LIST(services.elevation), .min = 1, .max = NAME_MAX_SIZE,
		.text = "[ ]", .former = true,
		.help = "Former list of PAM services whose class is elevation: where it is set, these "
			"alone have it. The same holds for the next three." },
	{ .key = "services.machinery", LIST(services.machinery), .min = 1, .max = NAME_MAX_SIZE,
		.text = "[ ]", .former = true,
		.help = "Former list of PAM services whose class is machinery." },
	{ .key = "services.exempt", LIST(services.exempt), .min = 1, .max = NAME_MAX_SIZE,
		.text = "[ ]", .former = true,
		.help = "Former list of PAM services whose class is exempt. It counts before the "
			"others." },
	{ .key = "services.caller", LIST(services.caller), .min = 1, .max = NAME_MAX_SIZE,
		.text = "[ ]", .former = true,
		.help = "Former list of PAM services that ask about the caller always." },
	{ .key = "services.caller_for_root", LIST(services.caller_for_root), .min = 1,
		.max = NAME_MAX_SIZE, .text = "[ ]", .former = true,
		.help = "Former list of PAM services that ask about the caller on the way to root." },

	{ .key = "deadline.broker", DURATION(deadline.broker_ms), .min = SECONDS(0.1),
		.max = SECONDS(60), .text = "4",
		.help = "How long the broker may take for a verdict; time for prompts and pushes "
			"is not counted. Must be less than the module's timeout." },
	{ .key = "deadline.api", DURATION(deadline.api_ms), .min = SECONDS(0.05),
		.max = SECONDS(60), .text = "3",
		.help = "How long one request to the directory may take, whatever the network "
			"does. Must be less than deadline.broker." },

	{ .key = "broker.socket", PATH(broker.socket), .min = 1, .max = SOCKET_MAX,
		.text = "\"/run/doorward/login.sock\"",
		.help = "Socket where the broker answers logins." },
	{ .key = "broker.conversations", INTEGER(broker.conversations), .min = 1, .max = 100000,
		.text = "10000",
		.help = "How many logins may wait for a person at the same time. Where all places are "
			"taken, the origin that holds most gives up its oldest one at a prompt for a "
			"newcomer. Programs of users other than root hold half of all at the most. "
			"Fewer where the process may not open so many files. Counts from the next "
			"start." },
	{ .key = "broker.per_origin", INTEGER(broker.per_origin), .min = 1, .max = 4096,
		.text = "64",
		.help = "How many of them one origin may hold: the caller where somebody raises "
			"rights, else the remote address, else the person. A remote address may hold "
			"eight times as many, because an office may stand behind it; a network of 64 "
			"bits of IPv6 is one address. A smaller number sends nobody away. "
			"Was called broker.per_user, which is still understood." },
	{ .key = "broker.asks", INTEGER(broker.asks), .min = 10, .max = 100000, .text = "60",
		.help = "How many requests to the directory one origin may cause at once; they come "
			"back within a minute. A remote address may cause eight times as many." },
	{ .key = "broker.workers", INTEGER(broker.workers), .min = 1, .max = 256, .text = "32",
		.help = "How many threads work on logins at the same time. Whoever waits for a "
			"person or for the directory needs none; a slow name service of this host "
			"does. Counts from the next start." },

	{ .key = "serve.rest", STRING(serve.rest), .max = TEXT_MAX, .text = "\"127.0.0.1:8080\"",
		.help = "Numeric address and port where doorward serve offers the REST adapter. "
			"Empty means nowhere. An address that is not of loopback needs "
			"serve.tls_cert, serve.tls_key and at least one token." },
	{ .key = "serve.mcp", STRING(serve.mcp), .max = TEXT_MAX, .text = "\"127.0.0.1:9090\"",
		.help = "The same for the MCP adapter, at the path /mcp." },
	{ .key = "serve.socket", PATH(serve.socket), .max = SOCKET_MAX,
		.text = "\"/run/doorward/admin.sock\"",
		.help = "Socket where doorward serve offers the same to local users, without "
			"tokens. Empty means none." },
	{ .key = "serve.admin_groups", LIST(serve.admin_groups), .min = 1, .max = NAME_MAX_SIZE,
		.text = "[ ]", .trusts = true,
		.help = "Local groups whose members may do everything over serve.socket, beside "
			"root and the user that doorward serve runs as." },
	{ .key = "serve.read_groups", LIST(serve.read_groups), .min = 1, .max = NAME_MAX_SIZE,
		.text = "[ ]", .trusts = true,
		.help = "Local groups whose members may read over serve.socket." },
	{ .key = "serve.token_file", PATH(serve.token_file), .min = 1, .max = PATH_MAX_SIZE,
		.text = "\"/etc/doorward/tokens\"",
		.help = "File of the bearer tokens that TCP listeners accept, closed to other users; "
			"doorward token changes it. A change counts from the next request on." },
	{ .key = "serve.tls_cert", PATH(serve.tls_cert), .max = PATH_MAX_SIZE, .text = "\"\"",
		.help = "PEM file with the certificate chain of the TCP listeners. Empty means no "
			"TLS." },
	{ .key = "serve.tls_key", PATH(serve.tls_key), .max = PATH_MAX_SIZE, .text = "\"\"",
		.help = "PEM file with its private key, closed to other users." },
	{ .key = "serve.hosts", LIST(serve.hosts), .min = 1, .max = NAME_MAX_SIZE, .text = "[ ]",
		.help = "Host names, in lower case and without port, by which clients may call the "
			"TCP listeners, beside localhost, 127.0.0.1 and [::1]." },
	{ .key = "serve.rate", INTEGER(serve.rate), .min = 1, .max = 1000000, .text = "50",
		.help = "How many requests each token or local user may make in a second; twice as "
			"many may come at once." },
	{ .key = "serve.connections", INTEGER(serve.connections), .min = 1, .max = 16384,
		.text = "1200",
		.help = "How many connections each listener holds at the same time." },
	{ .key = "serve.workers", INTEGER(serve.workers), .min = 1, .max = 256, .text = "16",
		.help = "How many requests to the directory doorward serve makes at the same "
			"time." },
	{ .key = "serve.timeout", DURATION(serve.timeout_ms), .min = SECONDS(0.05),
		.max = SECONDS(600), .text = "30",
		.help = "How long one of them may take; after it the answer is 504. One that "
			"waits for a person's answer (authauthstatus) may take 75 at least." },
	{ .key = "serve.mcp_allow", LIST(serve.mcp_allow), .min = 1, .max = NAME_MAX_SIZE,
		.choices = agent_rights, .text = "[ \"read\" ]",
		.help = "Which tools agents are offered over MCP: those that read, write, or "
			"destroy. To set a status to disabled or bypass counts as the last. Tools "
			"whose answer holds codes need \"secrets\" as well." },

	{ .key = "sync.interval", DURATION(sync.interval_ms), .min = 0, .max = SECONDS(604800),
		.text = "0",
		.help = "How often the broker brings the accounts of this host up to date, give or "
			"take a tenth. Zero means only doorward sync does." },
	{ .key = "sync.folder", PATH(sync.folder), .min = 1, .max = PATH_MAX_SIZE,
		.text = "\"/var/lib/doorward\"",
		.help = "Folder of directory.cdb, which libnss_doorward reads, and of state.db, "
			"which remembers who has which uid and must be in the backup." },
	{ .key = "sync.groups", LIST(sync.groups), .min = 1, .max = NAME_MAX_SIZE, .text = "[ ]",
		.help = "Groups of the directory, as patterns, whose members get accounts here. "
			"None means that everybody does." },
	{ .key = "sync.statuses", LIST(sync.statuses), .min = 1, .max = NAME_MAX_SIZE,
		.text = "[ \"active\", \"bypass\", \"disabled\", \"locked out\" ]",
		.help = "Statuses with which a person has an account. Who is stopped at the door "
			"may well keep it, so that files still show their owner; without "
			"\"disabled\" the account goes when the person is disabled." },
	{ .key = "sync.unix_groups", LIST(sync.unix_groups), .min = 1, .max = NAME_MAX_SIZE,
		.text = "[ \"*\" ]",
		.help = "Groups of the directory, as patterns, that become groups of this host." },
	{ .key = "sync.usernames_file", PATH(sync.usernames_file), .max = PATH_MAX_SIZE,
		.text = "\"\"",
		.help = "File that gives people other computer usernames than their directory "
			"name: CSV lines DIRECTORY_USER,NAME[,ALIAS...] or a JSON list of "
			"{\"username\": ..., \"computer_usernames\": [...]}. DIRECTORY_USER may be "
			"an e-mail address. Empty means none." },
	{ .key = "sync.allthenticate", BOOLEAN(sync.allthenticate), .text = "false",
		.help = "Whether people have the computer usernames that the Allthenticate "
			"organisation gives them too; they are found by their e-mail address." },
	{ .key = "sync.allthenticate_rate", INTEGER(sync.allthenticate_rate), .min = 1,
		.max = 1000, .text = "5",
		.help = "How many requests in a second Allthenticate is sent: there is one for "
			"each person." },
	{ .key = "sync.allthenticate_refresh", DURATION(sync.allthenticate_refresh_ms), .min = 0,
		.max = SECONDS(604800), .text = "86400",
		.help = "How long the computer usernames of a person who has not changed in the "
			"list of people are believed without asking for them again." },
	{ .key = "sync.aliases", BOOLEAN(sync.aliases), .text = "true",
		.help = "Whether aliases of the directory are further names of an account." },
	{ .key = "sync.strip_suffix", LIST(sync.strip_suffix), .min = 1, .max = NAME_MAX_SIZE,
		.text = "[ ]",
		.help = "Ends of directory names to take off for a computer username, such as "
			"\"@corp.example\". A DOMAIN\\ in front is always taken off." },
	{ .key = "sync.replace", CHOICE(sync.replace), .choices = replacements, .text = "\"none\"",
		.help = "What stands for a character that a computer username may not hold. With "
			"none such a name is refused, and listed." },
	{ .key = "sync.max_removals", INTEGER(sync.max_removals), .min = 0, .max = INT32_MAX,
		.text = "50",
		.help = "When more accounts or groups than this would go at once, or change their "
			"names, the sync is refused and everything stays; doorward sync --force permits it." },
	{ .key = "sync.uid_first", INTEGER(sync.uid_first), .min = 2000200001,
		.max = 2099999999,
		.text = "2001000000",
		.help = "First uid and gid to give away. Numbers are given once, in sequence, and "
			"never again. Ids below are those of containers, subordinate ids and other "
			"directories." },
	{ .key = "sync.uid_last", INTEGER(sync.uid_last), .min = 2001000000,
		.max = 2099999999,
		.text = "2099999999",
		.help = "Last uid and gid to give away." },
	{ .key = "sync.home", PATH(sync.home), .min = 1, .max = TEXT_MAX,
		.text = "\"/home/%u\"",
		.help = "Home folder of an account: %u stands for its name, %% for a percent "
			"sign." },
	{ .key = "sync.shell", PATH(sync.shell), .min = 1, .max = PATH_MAX_SIZE,
		.text = "\"/bin/bash\"", .help = "Shell of an account." },
	{ .key = "sync.shells", LIST(sync.shells), .min = 1, .max = TEXT_MAX, .text = "[ ]",
		.help = "Other shells for members of groups of the directory, each written as "
			"\"group=/path\". The first group that fits counts." },
	{ .key = "sync.members_shown", INTEGER(sync.members_shown), .min = 0, .max = INT32_MAX,
		.text = "0",
		.help = "A group with more members than this lists none of them, which spares "
			"every program that shows the group's name; they are in it all the same. "
			"Zero means no limit." },
	{ .key = "sync.enumerate", BOOLEAN(sync.enumerate), .text = "false",
		.help = "Whether getent passwd lists the accounts. Looking them up by name or "
			"number always works." },

	{ .key = "log.target", CHOICE(log.target), .choices = targets, .text = "\"syslog\"",
		.help = "Where the services write their log, and doorward mcp its audit lines. "
			"The command line writes those to syslog in either case." },
	{ .key = "log.format", CHOICE(log.format), .choices = formats, .text = "\"text\"",
		.help = "What a line of the log looks like: a sentence with key=value pairs, or one "
			"JSON object with the same pairs." },
	{ .key = "log.level", CHOICE(log.level), .choices = levels, .text = "\"info\"",
		.help = "The least important messages that are written." },
};

const size_t option_count = sizeof(options) / sizeof(options[0]);

_Static_assert(sizeof(options) / sizeof(options[0]) <= OPTIONS_MAX, "raise OPTIONS_MAX");
