/* SPDX-License-Identifier: MIT */
/* The tenant one gets without --fixture. */
#include "tests/sim/sim.h"

#define TEXT_OF(...) #__VA_ARGS__

/* clang-format off */
const char fixture_default[] = TEXT_OF({
	"groups": [
		{"name": "staff", "desc": "Everybody on the payroll"},
		{"name": "admins", "desc": "People who may become root"},
		{"name": "contractors", "desc": "Contracts that ended", "status": "Disabled"},
		{"name": "automation", "desc": "No second factor", "status": "Bypass"}
	],
	"directories": [{"name": "Example Entra ID", "type": "azure"}],
	"users": [
		{"username": "alice", "realname": "Alice Example", "firstname": "Alice",
		 "lastname": "Example", "email": "alice@example.com",
		 "aliases": ["alice.example", "EXAMPLE\\alice"], "groups": ["staff", "admins"],
		 "phones": [{"number": "+15550101001", "name": "Alice's phone"}],
		 "tokens": [{"type": "h6", "serial": "700001"}],
		 "webauthn": ["Alice's key"], "desktops": ["alice-laptop"],
		 "bypass_codes": [{"code": "123456789"}],
		 "passcodes": ["111111", "222222", "333333"]},
		{"username": "bob", "realname": "Bob Example", "email": "bob@example.com",
		 "status": "bypass", "groups": ["staff"]},
		{"username": "carol", "realname": "Carol Example", "email": "carol@example.com",
		 "status": "disabled",
		 "phones": [{"number": "+15550101003", "name": "Carol's phone"}]},
		{"username": "dave", "realname": "Dave Example", "email": "dave@example.com",
		 "status": "locked out",
		 "phones": [{"number": "+15550101004", "name": "Dave's phone"}]},
		{"username": "erin", "realname": "Erin Example", "email": "erin@example.com",
		 "status": "pending deletion",
		 "phones": [{"number": "+15550101005", "name": "Erin's phone"}]},
		{"username": "frank", "realname": "Frank Example", "email": "frank@example.com",
		 "groups": ["contractors"],
		 "phones": [{"number": "+15550101006", "name": "Frank's phone"}]},
		{"username": "grace", "realname": "Grace Example", "email": "grace@example.com"},
		{"username": "heidi", "realname": "Heidi Example", "email": "heidi@example.com",
		 "groups": ["automation"],
		 "phones": [{"number": "+15550101008", "name": "Heidi's phone"}]}
	],
	"generate": [{"prefix": "user", "count": 350}]
});
/* clang-format on */
