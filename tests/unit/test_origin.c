/* SPDX-License-Identifier: MIT */
/* Who is behind a login, and what of the broker is theirs. */
#include "tests/unit/unit.h"

#include <stdio.h>
#include <string.h>

#include "helper/broker/origin.h"
#include "helper/broker/origin_name.h"

static const struct {
	const char *title, *rhost, *caller;
	uid_t peer;
	enum service_class class;
	const char *name;
	unsigned weight;
} names[] = {
	{ "sshd", "192.0.2.7", "", 0, CLASS_INTERACTIVE, "address 192.0.2.7", 8 },
	{ "sudo", "", "alice", 0, CLASS_ELEVATION, "caller alice", 1 },
	{ "sudo over ssh", "192.0.2.7", "alice", 0, CLASS_ELEVATION, "caller alice", 1 },
	{ "rlogin says who calls", "192.0.2.7", "root", 0, CLASS_INTERACTIVE, "address 192.0.2.7", 8 },
	{ "login", "", "", 0, CLASS_INTERACTIVE, "user bob", 1 },
	{ "cron", "", "", 0, CLASS_MACHINERY, "user bob", 1 },
	{ "su of a nameless uid", "", "?", 0, CLASS_ELEVATION, "caller ?", 1 },
	{ "a peer that is not root", "192.0.2.7", "alice", 1501, CLASS_ELEVATION, "uid 1501", 1 },
	{ "mapped", "::ffff:192.0.2.7", "", 0, CLASS_INTERACTIVE, "address 192.0.2.7", 8 },
	{ "IPv6", "2001:db8:1:2:3:4:5:6", "", 0, CLASS_INTERACTIVE, "address 2001:db8:1:2::/64", 8 },
	{ "its neighbour", "2001:db8:1:2::1", "", 0, CLASS_INTERACTIVE, "address 2001:db8:1:2::/64", 8 },
	{ "another network", "2001:db8:1:3::1", "", 0, CLASS_INTERACTIVE, "address 2001:db8:1:3::/64", 8 },
	{ "of this wire, with a zone", "fe80::1%eth0", "", 0, CLASS_INTERACTIVE, "address fe80::1", 8 },
	{ "a name", "Host.Example", "", 0, CLASS_INTERACTIVE, "address host.example", 8 },
};

static void
rows(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		const struct door_request r = { .user = "bob", .rhost = names[i].rhost,
			.caller = names[i].caller, .peer_uid = names[i].peer };
		char name[ORIGIN_NAME_SIZE];

		origin_name(&r, names[i].class, name);
		if (strcmp(name, names[i].name) != 0)
			fail_msg("%s: %s instead of %s", names[i].title, name, names[i].name);
		assert_int_equal(origin_name_weight(name), names[i].weight);
	}
}

static int
setup(void **state)
{
	struct origins *o = origins_new();

	*state = o;
	if (o == NULL)
		return -1;
	origins_set_limits(o, &(struct origin_limits){ .places = 20, .per_origin = 4, .asks = 60 });
	return 0;
}

static int
teardown(void **state)
{
	origins_free(*state);
	return 0;
}

/* Takes count places; returns how many were given. */
static size_t
take(struct origins *o, struct origin *g, struct origin_place *p, size_t count)
{
	struct origin_place *instead;
	size_t given = 0;

	for (size_t i = 0; i < count; i++) {
		if (origin_take_place(o, g, &p[given], &instead) != ROOM_GIVEN)
			break;
		p[given++].steady = true;
		origin_leave_place(o, instead != NULL ? instead : &(struct origin_place){ .steady = false });
	}
	return given;
}

static void
one_origin_has_its_share_and_an_office_eight(void **state)
{
	struct origins *o = *state;
	struct origin *alice = origin_hold(o, "caller alice");
	struct origin *office = origin_hold(o, "address 192.0.2.7");
	struct origin_place a[5] = { 0 }, b[33] = { 0 };

	origins_set_limits(o, &(struct origin_limits){ .places = 100, .per_origin = 4, .asks = 60 });
	assert_int_equal(take(o, alice, a, 5), 4);
	assert_int_equal(take(o, office, b, 33), 32);
	assert_int_equal(origins_held(o), 36);
	origin_leave_place(o, &a[2]);
	origin_leave_place(o, &a[2]); /* harmless */
	assert_int_equal(take(o, alice, &a[2], 1), 1);
	for (size_t i = 0; i < 4; i++)
		origin_leave_place(o, &a[i]);
	for (size_t i = 0; i < 32; i++)
		origin_leave_place(o, &b[i]);
	origin_release(o, alice);
	origin_release(o, office);
}

/* When all is full, the newcomer gets the oldest place of whoever holds most for its weight. */
static void
the_largest_share_gives_way(void **state)
{
	struct origins *o = *state;
	struct origin *office = origin_hold(o, "address 192.0.2.7");
	struct origin *alice = origin_hold(o, "caller alice");
	struct origin *bob = origin_hold(o, "caller bob");
	struct origin_place a[4] = { 0 }, b[16] = { 0 }, c = { 0 }, *instead;

	assert_int_equal(take(o, office, b, 16), 16); /* as much as two of one person */
	assert_int_equal(take(o, alice, a, 4), 4);
	assert_int_equal(origins_held(o), 20);
	a[0].steady = false; /* not waiting for the person yet */
	assert_int_equal(origin_take_place(o, bob, &c, &instead), ROOM_GIVEN);
	assert_ptr_equal(instead, &a[1]);
	origin_leave_place(o, instead);
	/* the office has the largest share now but one: alice three, the office two, bob one */
	assert_int_equal(origin_take_place(o, bob, &a[1], &instead), ROOM_GIVEN);
	assert_ptr_equal(instead, &a[2]);
	origin_leave_place(o, instead);
	origin_leave_place(o, &a[1]);
	origin_leave_place(o, &c);
	for (size_t i = 0; i < 16; i++)
		origin_leave_place(o, &b[i]);
	origin_leave_place(o, &a[0]);
	origin_leave_place(o, &a[3]);
	origin_release(o, office);
	origin_release(o, alice);
	origin_release(o, bob);
}

static void
nobody_gives_way_to_whom_holds_as_much(void **state)
{
	struct origins *o = *state;
	struct origin *g[20];
	struct origin_place p[20] = { 0 }, more = { 0 }, *instead;
	struct origin *newcomer = origin_hold(o, "caller newcomer");
	char name[32];

	for (size_t i = 0; i < 20; i++) {
		(void)snprintf(name, sizeof(name), "caller %zu", i);
		g[i] = origin_hold(o, name);
		assert_int_equal(take(o, g[i], &p[i], 1), 1);
	}
	assert_int_equal(origin_take_place(o, g[3], &more, &instead), ROOM_ALL_FULL);
	assert_null(instead);
	assert_int_equal(origin_take_place(o, newcomer, &more, &instead), ROOM_GIVEN);
	assert_non_null(instead);
	origin_leave_place(o, &more);
	for (size_t i = 0; i < 20; i++) {
		origin_leave_place(o, &p[i]);
		origin_release(o, g[i]);
	}
	origin_release(o, newcomer);
}

/* A person with one place is no larger than one of many addresses with one place. */
static void
many_addresses_do_not_push_out_one_person(void **state)
{
	struct origins *o = *state;
	struct origin *g[20], *newcomer = origin_hold(o, "address 198.51.100.1");
	struct origin_place p[20] = { 0 }, more = { 0 }, *instead;
	char name[32];

	for (size_t i = 0; i < 20; i++) {
		(void)snprintf(name, sizeof(name), "address 10.0.0.%zu", i);
		g[i] = origin_hold(o, i == 10 ? "caller alice" : name);
		assert_int_equal(take(o, g[i], &p[i], 1), 1);
	}
	assert_int_equal(origin_take_place(o, newcomer, &more, &instead), ROOM_GIVEN);
	assert_ptr_equal(instead, &p[0]); /* who has had theirs for longest */
	origin_leave_place(o, &more);
	for (size_t i = 0; i < 20; i++) {
		origin_leave_place(o, &p[i]);
		origin_release(o, g[i]);
	}
	origin_release(o, newcomer);
}

static size_t
asks(struct origins *o, const char *name, int64_t now, size_t most)
{
	struct origin *g = origin_hold(o, name);
	size_t given = 0;

	while (given < most && origin_may_ask(o, g, now))
		given++;
	origin_release(o, g);
	return given;
}

static void
requests_come_back_within_a_minute(void **state)
{
	struct origins *o = *state;

	assert_int_equal(asks(o, "caller alice", 1000, 100), 60);
	assert_int_equal(asks(o, "caller alice", 1000, 100), 0);
	assert_int_equal(asks(o, "caller alice", 2000, 100), 1);
	assert_int_equal(asks(o, "caller bob", 2000, 100), 60);
	assert_int_equal(asks(o, "caller alice", 32000, 100), 30);
	assert_int_equal(asks(o, "caller alice", 3600000, 100), 60);
	assert_int_equal(asks(o, "address 192.0.2.7", 1000, 1000), 480);
}

/* What somebody has spent is not forgotten because many others come. */
static void
many_names_do_not_wash_away_what_was_spent(void **state)
{
	struct origins *o = *state;
	char name[32];

	assert_int_equal(asks(o, "caller alice", 1000, 100), 60);
	for (int i = 0; i < 10000; i++) {
		(void)snprintf(name, sizeof(name), "address 10.0.%d.%d", i / 250, i % 250);
		assert_int_equal(asks(o, name, 1000, 1), 1);
	}
	assert_int_equal(asks(o, "caller alice", 1000, 100), 0);
	for (int i = 0; i < 40000; i++) { /* bounded all the same */
		(void)snprintf(name, sizeof(name), "address 10.1.%d.%d", i / 250, i % 250);
		(void)asks(o, name, 1000, 1);
	}
}

int
main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rows),
		T(one_origin_has_its_share_and_an_office_eight),
		T(the_largest_share_gives_way),
		T(nobody_gives_way_to_whom_holds_as_much),
		T(many_addresses_do_not_push_out_one_person),
		T(requests_come_back_within_a_minute),
		T(many_names_do_not_wash_away_what_was_spent),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
