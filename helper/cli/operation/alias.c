/* SPDX-License-Identifier: MIT */
/* Reads, changes and writes aliases: the service takes places, people think of names. */
#include "helper/cli/operation/alias.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "api/json.h"

#define PLACES 8

struct places {
	const char *now[PLACES];    /* borrowed; "" = free */
	const char *wanted[PLACES]; /* NULL = as it is */
};

/* 0 for --alias1, …; -1 for other options. */
static int
place_of(const char *name)
{
	if (strncmp(name, "alias", 5) != 0 || name[5] < '1' || name[5] >= '1' + PLACES ||
		name[6] != '\0')
		return -1;
	return name[5] - '1';
}

static bool
is_option(const char *name)
{
	return place_of(name) >= 0 || strcmp(name, "add_alias") == 0 ||
		strcmp(name, "remove_alias") == 0;
}

static bool
is_text(const char *s)
{
	if (!text_is_utf8(s, strlen(s)))
		return false;
	for (; *s != '\0'; s++)
		if ((unsigned char)*s < 0x20 || *s == 0x7f)
			return false;
	return true;
}

int
alias_options(const struct cli *cli, struct err *e)
{
	const struct api_arg *p = cli->param;

	for (size_t i = 0; i < cli->param_count; i++) {
		if (!is_option(p[i].name))
			continue;
		if (cli_param_value(cli, "aliases") != NULL)
			return err_set(e, ERR_USAGE, "%s and aliases cannot be given together",
				p[i].name);
		if (!is_text(p[i].value) ||
			(p[i].value[0] == '\0' && place_of(p[i].name) < 0))
			return err_set(e, ERR_USAGE, "%s takes a name, in UTF-8", p[i].name);
		for (size_t k = 0; k < i; k++)
			if (is_option(p[k].name) && p[i].value[0] != '\0' &&
				strcasecmp(p[i].value, p[k].value) == 0)
				return err_set(e, ERR_USAGE, "%s and %s name the same alias",
					p[k].name, p[i].name);
	}
	return 0;
}

static const char *
at(const struct places *s, size_t place)
{
	return s->wanted[place] != NULL ? s->wanted[place] : s->now[place];
}

/* The place of an alias, or of the first free one for ""; PLACES when there is none. */
static size_t
find(const struct places *s, const char *alias)
{
	size_t place = 0;

	while (place < PLACES && strcasecmp(at(s, place), alias) != 0)
		place++;
	return place;
}

static int
add(struct places *s, const char *alias, struct err *e)
{
	size_t place = find(s, "");

	if (find(s, alias) < PLACES)
		return 0;
	if (place == PLACES)
		return err_set(e, ERR_CONFLICT,
			"all %d places for aliases are taken; --remove-alias makes room", PLACES);
	s->wanted[place] = alias;
	return 0;
}

/* First what makes room, then what wants it. */
static int
change(struct places *s, const struct cli *cli, struct err *e)
{
	for (size_t i = 0; i < cli->param_count; i++) {
		const struct api_arg *p = &cli->param[i];
		int place = place_of(p->name);
		size_t found = PLACES;

		if (place >= 0)
			s->wanted[place] = p->value;
		else if (strcmp(p->name, "remove_alias") == 0)
			found = find(s, p->value);
		if (found < PLACES)
			s->wanted[found] = "";
	}
	for (size_t i = 0; i < cli->param_count; i++)
		if (strcmp(cli->param[i].name, "add_alias") == 0 &&
			add(s, cli->param[i].value, e) != 0)
			return -1;
	return 0;
}

int
alias_apply(const struct cli *cli, const cJSON *user, struct arguments *a, struct err *e)
{
	const cJSON *aliases = json_get(user, "aliases");
	struct places s = { 0 };
	auto_text_buf pairs = { 0 };
	bool any = false;

	for (size_t i = 0; i < cli->param_count; i++)
		any |= is_option(cli->param[i].name);
	if (!any)
		return 0;
	for (int i = 0; i < PLACES; i++) {
		char name[] = "alias1";

		name[5] = (char)('1' + i);
		s.now[i] = json_string(aliases, name);
		s.now[i] = s.now[i] != NULL ? s.now[i] : "";
	}
	if (change(&s, cli, e) != 0)
		return -1;
	for (int i = 0; i < PLACES; i++) {
		if (s.wanted[i] == NULL || strcmp(s.wanted[i], s.now[i]) == 0)
			continue;
		text_buf_printf(&pairs, "%salias%d=", pairs.len > 0 ? "&" : "", i + 1);
		api_percent_encode(&pairs, s.wanted[i]);
	}
	if (pairs.failed)
		return err_set(e, ERR_OTHER, "out of memory");
	return pairs.len == 0 ? 0 : arguments_set(a, "aliases", pairs.data, e);
}

int
alias_gathered(const struct cli *cli, struct arguments *a, struct err *e)
{
	return alias_apply(cli, NULL, a, e);
}
