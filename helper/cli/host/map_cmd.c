/* SPDX-License-Identifier: MIT */
/* `doorward map`: which directory user is behind a computer username, and the other way round. */
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/cleanup.h"
#include "helper/cli/connect.h"
#include "helper/cli/host/host.h"
#include "helper/common/host.h"
#include "helper/directory/reader.h"
#include "helper/door/map_file.h"
#include "helper/door/mapping.h"
#include "helper/print/rows.h"

#define COLUMNS "name,username,rule,local_user"

struct search {
	const struct conf *conf;
	const char *user; /* NULL = everything that the tables say */
	struct printer *printer;
	struct names shown;
	struct err *e;
};

static int
print_mapping(struct search *s, const char *name, const char *user, enum map_how how)
{
	struct host_user host;
	int found = host_user_find(name, &host, s->e);

	if (found < 0)
		return -1;
	return rows_print(s->printer, (struct rows_cell[]){ { "name", name },
		{ "username", user }, { "rule", map_how_word(how) },
		{ "local_user", found > 0 ? "yes" : "no" }, { NULL, NULL } }, s->e);
}

/* Prints name if it leads to the wanted user when everything is asked in order. */
static int
try_name(struct search *s, const char *name)
{
	char user[MAP_USER_SIZE];
	enum map_how how;

	if (names_has(&s->shown, name))
		return 0;
	if (mapping_find(s->conf, name, &how, user, s->e) != 0)
		return -1;
	if (how == MAP_NONE || strcasecmp(user, s->user) != 0)
		return 0;
	if (names_add(&s->shown, name) != 0)
		return err_set(s->e, ERR_OTHER, "too many names");
	return print_mapping(s, name, user, how);
}

static int
visit_file(void *ctx, const char *local, const char *directory_user)
{
	struct search *s = ctx;

	if (s->user == NULL)
		return print_mapping(s, local, directory_user, MAP_FILE);
	return strcasecmp(directory_user, s->user) == 0 ? try_name(s, local) : 0;
}

static int
visit_record(void *ctx, char letter, const void *key, size_t key_len, const unsigned char *data,
	size_t data_len)
{
	struct search *s = ctx;
	char name[DIRECTORY_NAME_MAX + 1];
	const char *username;

	if (letter != 'm' || data_len <= MAP_TEXT || data[data_len - 1] != '\0' ||
		key_len > DIRECTORY_NAME_MAX)
		return 0;
	username = (const char *)data + MAP_TEXT + strlen((const char *)data + MAP_TEXT) + 1;
	if (username >= (const char *)data + data_len || strcasecmp(username, s->user) != 0)
		return 0;
	memcpy(name, key, key_len);
	name[key_len] = '\0';
	return try_name(s, name);
}

static int
walk_table(struct search *s)
{
	const struct names *users = &s->conf->map.users;

	for (size_t i = 0; i < users->count; i++) {
		const char *equals = strchr(users->name[i], '=');
		char name[MAP_USER_SIZE];

		(void)snprintf(name, sizeof(name), "%.*s", (int)(equals - users->name[i]),
			users->name[i]);
		if (s->user == NULL ? print_mapping(s, name, equals + 1, MAP_TABLE) != 0
				    : try_name(s, name) != 0)
			return -1;
	}
	return 0;
}

/* Names that the rules would lead to the user: the rules, turned round. */
static int
walk_rules(struct search *s)
{
	const struct map_rules *r = &s->conf->map;
	const char *percent = strstr(r->name_template, "%u");
	char stem[MAP_USER_SIZE], name[2 * MAP_USER_SIZE];
	size_t before, after, len = strlen(s->user);

	(void)snprintf(stem, sizeof(stem), "%s", s->user);
	if (percent != NULL) {
		before = (size_t)(percent - r->name_template);
		after = strlen(percent + 2);
		if (len > before + after)
			(void)snprintf(stem, sizeof(stem), "%.*s",
				(int)(len - before - after), s->user + before);
	}
	if (try_name(s, stem) != 0)
		return -1;
	for (size_t i = 0; i < r->strip_suffix.count; i++) {
		int n = snprintf(name, sizeof(name), "%s%s", stem, r->strip_suffix.name[i]);

		if (n > 0 && n < MAP_USER_SIZE && try_name(s, name) != 0)
			return -1;
	}
	return 0;
}

static int
walk_directory(struct search *s)
{
	auto_str path = mapping_directory_file(s->conf);
	int rc;

	if (path == NULL)
		return err_set(s->e, ERR_OTHER, "out of memory");
	rc = directory_walk(path, visit_record, s, s->e);
	if (rc != 0 && s->e->code == ERR_NOT_FOUND) {
		*s->e = (struct err){ 0 };
		return 0;
	}
	return rc;
}

static int
find_names(struct search *s)
{
	if (walk_table(s) != 0 || map_file_walk(s->conf->map_file, visit_file, s, s->e) != 0 ||
		walk_directory(s) != 0 || walk_rules(s) != 0)
		return -1;
	return s->shown.count > 0 ? 0
		: err_set(s->e, ERR_NOT_FOUND, "no computer username leads to this user");
}

static int
find_user(struct search *s, const char *name)
{
	char user[MAP_USER_SIZE], clean[128];
	enum map_how how;

	if (mapping_find(s->conf, name, &how, user, s->e) != 0)
		return -1;
	if (how == MAP_NONE)
		return err_set(s->e, ERR_NOT_FOUND, "nothing maps \"%s\": see doorward map add",
			text_clean(clean, sizeof(clean), name));
	return print_mapping(s, name, user, how);
}

int
map_run(const struct cli *cli, struct err *e)
{
	auto_printer printer = { 0 };
	auto_conf conf = NULL;
	struct search s = { .user = cli_param_value(cli, "user"), .printer = &printer, .e = e };
	int rc;

	if ((s.user == NULL) == (cli->word_count == 0))
		return err_set(e, ERR_USAGE, "map: takes either NAME or --user USER");
	if (s.user != NULL && strlen(s.user) >= MAP_USER_SIZE)
		return err_set(e, ERR_USAGE, "--user: is too long");
	if (connect_conf(cli, &conf, e) != 0 ||
		rows_open(&cli->options.print, COLUMNS, &printer, e) != 0)
		return -1;
	s.conf = conf;
	rc = s.user != NULL ? find_names(&s) : find_user(&s, cli->word[0]);
	names_clear(&s.shown);
	return rc == 0 ? print_close(&printer, e) : -1;
}

int
map_list_run(const struct cli *cli, struct err *e)
{
	auto_printer printer = { 0 };
	auto_conf conf = NULL;
	struct search s = { .printer = &printer, .e = e };

	if (connect_conf(cli, &conf, e) != 0 ||
		rows_open(&cli->options.print, COLUMNS, &printer, e) != 0)
		return -1;
	s.conf = conf;
	if (walk_table(&s) != 0 || map_file_walk(conf->map_file, visit_file, &s, e) != 0)
		return -1;
	return print_close(&printer, e);
}

/* Says what is so now, or would be. */
static void
tell_edit(const struct cli *cli, const struct conf *conf, const char *what)
{
	if (!cli->options.quiet)
		(void)fprintf(stderr, "%s%s %s\n", cli->options.dry_run ? "would have " : "", what,
			conf->map_file);
}

int
map_add_run(const struct cli *cli, struct err *e)
{
	char user[MAP_USER_SIZE];
	auto_conf conf = NULL;
	int known;

	if (connect_conf(cli, &conf, e) != 0)
		return -1;
	known = map_file_find(conf->map_file, NULL, cli->word[0], user, e);
	if (known < 0)
		return -1;
	if (known > 0 && strcmp(user, cli->word[1]) == 0)
		return 0;
	if (known > 0 && !cli->options.force)
		return err_set(e, ERR_CONFLICT, "this name leads to %s already: --force changes it",
			user);
	if (!cli->options.dry_run &&
		map_file_set(conf->map_file, cli->word[0], cli->word[1], e) != 0)
		return -1;
	tell_edit(cli, conf, known > 0 ? "changed in" : "added to");
	return 0;
}

int
map_remove_run(const struct cli *cli, struct err *e)
{
	char user[MAP_USER_SIZE];
	auto_conf conf = NULL;
	int known;

	if (connect_conf(cli, &conf, e) != 0)
		return -1;
	known = map_file_find(conf->map_file, NULL, cli->word[0], user, e);
	if (known < 0)
		return -1;
	if (known == 0)
		return err_set(e, ERR_NOT_FOUND, "%s does not map this name", conf->map_file);
	if (!cli->options.dry_run && map_file_set(conf->map_file, cli->word[0], NULL, e) != 0)
		return -1;
	tell_edit(cli, conf, "removed from");
	return 0;
}

static void
print_line_fault(void *ctx, unsigned line, const char *what)
{
	(void)printf("%s:%u: %s\n", (const char *)ctx, line, what);
}

int
map_check_run(const struct cli *cli, struct err *e)
{
	auto_str path = NULL;
	auto_conf conf = NULL;
	int bad;

	if (cli->word_count == 0 && connect_conf(cli, &conf, e) != 0)
		return -1;
	path = strdup(conf != NULL ? conf->map_file : cli->word[0]);
	if (path == NULL)
		return err_set(e, ERR_OTHER, "out of memory");
	bad = map_file_check(path, print_line_fault, path, e);
	if (bad == 0)
		(void)printf("%s: ok\n", path);
	else if (bad > 0)
		e->code = ERR_CONFIG; /* told already, so without a text */
	return bad == 0 ? 0 : -1;
}
