/* SPDX-License-Identifier: MIT */
/* Reads pam.d: one line becomes one entry, an include the lines of another file. */
#include "helper/doctor/pam_stack.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "helper/common/text_file.h"

#define VENDOR_FOLDER "/usr/lib/pam.d" /* for what the host's own folder has not */

/* Where reading one stack has got to. */
struct reading {
	struct pam_services *all;
	struct pam_stack *stack;
	enum pam_type type;
	int group, depth;
};

const char *
pam_type_word(enum pam_type t)
{
	return t == PAM_TYPE_AUTH ? "auth" : "account";
}

struct pam_word {
	struct pam_word *next;
	char text[];
};

/* A copy that lives as long as the services. */
static const char *
keep(struct pam_services *all, const char *text)
{
	size_t size = strlen(text) + 1;
	struct pam_word *word = malloc(sizeof(*word) + size);

	if (word == NULL) {
		all->failed = true;
		return "";
	}
	memcpy(word->text, text, size);
	word->next = all->words;
	all->words = word;
	return word->text;
}

static const char *
base_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash != NULL ? slash + 1 : path;
}

/* "[a b]" stands for the one argument "a b". */
static const char *
without_brackets(char *word)
{
	size_t len = strlen(word);

	if (word[0] != '[' || len < 2)
		return word;
	word[len - 1] = '\0';
	return word + 1;
}

static void
read_arguments(struct pam_services *all, struct pam_entry *entry, char *text)
{
	const char *list[PAM_ARGUMENTS_MAX];
	struct err e = { 0 };
	size_t len = strlen(text);
	char *word;

	while (len > 0 && strchr(" \t\r", text[len - 1]) != NULL)
		text[--len] = '\0';
	entry->text = keep(all, text + strspn(text, " \t"));
	while ((word = text_word(&text)) != NULL && entry->argument_count < PAM_ARGUMENTS_MAX)
		list[entry->argument_count++] = keep(all, without_brackets(word));
	entry->argument = calloc(entry->argument_count + 1, sizeof(*entry->argument));
	if (entry->argument == NULL) {
		all->failed = true;
		entry->argument_count = 0;
		return;
	}
	memcpy(entry->argument, list, entry->argument_count * sizeof(*list));
	entry->is_ours = strcmp(entry->module, PAM_MODULE) == 0;
	entry->faulty = entry->is_ours && arguments_parse(&entry->arguments,
		(int)entry->argument_count, entry->argument, &e) != 0;
	(void)snprintf(entry->fault, sizeof(entry->fault), "%.120s", e.msg);
}

static struct pam_entry *
add_entry(struct reading *r, const struct pam_entry *entry)
{
	struct pam_stack *stack = r->stack;
	struct pam_entry *longer = stack->count < PAM_ENTRIES_MAX
		? reallocarray(stack->entry, stack->count + 1, sizeof(*longer)) : NULL;

	if (longer == NULL) {
		r->all->failed = true;
		return NULL;
	}
	stack->entry = longer;
	stack->entry[stack->count] = *entry;
	return &stack->entry[stack->count++];
}

static int read_file(struct reading *r, const char *name, struct err *e);

static int
read_substack(struct reading *r, struct pam_entry *entry, const char *name, struct err *e)
{
	int outer = r->group, rc;

	if (r->stack->substacks == PAM_SUBSTACKS_MAX)
		return err_set(e, ERR_CONFIG, "more than %d substacks", PAM_SUBSTACKS_MAX);
	entry->substack = ++r->stack->substacks;
	entry->path = entry->module = keep(r->all, name);
	entry->text = "";
	if (add_entry(r, entry) == NULL)
		return 0;
	r->group = entry->substack;
	rc = read_file(r, name, e);
	r->group = outer;
	return rc;
}

/* Behind the type. */
static int
read_rule(struct reading *r, struct pam_entry *entry, char *rest, struct err *e)
{
	const char *control = text_word(&rest);
	const char *path = text_word(&rest);

	if (control == NULL || path == NULL)
		return err_set(e, ERR_CONFIG, "%s:%u: a line without control or module",
			entry->file, entry->line);
	entry->group = r->group;
	entry->control = keep(r->all, control);
	if (strcmp(control, "include") == 0)
		return read_file(r, path, e);
	if (strcmp(control, "substack") == 0)
		return read_substack(r, entry, path, e);
	entry->path = keep(r->all, path);
	entry->module = base_name(entry->path);
	read_arguments(r->all, entry, rest);
	r->stack->ours += entry->is_ours ? 1 : 0;
	if (add_entry(r, entry) == NULL)
		free(entry->argument);
	return 0;
}

static int
read_line(struct reading *r, const char *file, unsigned line, char *text, struct err *e)
{
	struct pam_entry entry = { .file = file, .line = line };
	char *word;

	text[strcspn(text, "#")] = '\0';
	word = text_word(&text);
	if (word == NULL)
		return 0;
	if (strcasecmp(word, "@include") == 0) {
		const char *name = text_word(&text);

		return name != NULL ? read_file(r, name, e)
				    : err_set(e, ERR_CONFIG, "%s:%u: @include of nothing", file,
						line);
	}
	entry.may_be_missing = word[0] == '-';
	if (strcasecmp(word + (entry.may_be_missing ? 1 : 0), pam_type_word(r->type)) != 0)
		return 0;
	return read_rule(r, &entry, text, e);
}

/* The text of a service's file, and where it is. */
static int
open_file(const char *folder, const char *name, char **ret_path, char **ret_text, struct err *e)
{
	int rc = -1;

	if (name[0] == '/') {
		*ret_path = strdup(name);
		return *ret_path == NULL ? err_set(e, ERR_OTHER, "out of memory")
					 : text_file_read(name, ret_text, e);
	}
	for (int i = 0; i < 2 && rc != 0; i++) {
		struct err here = { 0 };

		free(*ret_path);
		*ret_path = NULL;
		if (asprintf(ret_path, "%s/%s", i == 0 ? folder : VENDOR_FOLDER, name) < 0) {
			*ret_path = NULL;
			return err_set(e, ERR_OTHER, "out of memory");
		}
		rc = text_file_read(*ret_path, ret_text, &here);
		if (rc != 0 && i == 0)
			*e = here;
	}
	return rc;
}

static int
read_file(struct reading *r, const char *name, struct err *e)
{
	auto_str path = NULL;
	auto_str text = NULL;
	const char *file;
	char *cursor, *line_text;
	unsigned line = 0, first = 1;
	int rc = 0;

	if (r->depth == PAM_DEPTH_MAX)
		return err_set(e, ERR_CONFIG, "%s: includes itself, or too many others", name);
	if (open_file(r->all->folder, name, &path, &text, e) != 0)
		return -1;
	file = keep(r->all, path);
	r->depth++;
	cursor = text;
	while (rc == 0 && (line_text = text_file_line(&cursor, &line, true)) != NULL) {
		rc = read_line(r, file, first, line_text, e);
		first = line + 1;
	}
	r->depth--;
	return rc;
}

static void
read_service(struct pam_services *all, const char *name)
{
	struct pam_service *s = &all->service[all->count++];

	*s = (struct pam_service){ .name = keep(all, name) };
	for (int t = 0; t < PAM_TYPES && s->fault.code == ERR_NONE; t++) {
		struct reading r = { .all = all, .stack = &s->stack[t], .type = (enum pam_type)t };
		struct err e = { 0 };

		if (read_file(&r, name, &e) != 0)
			s->fault = e;
	}
}

static int
is_file(const struct dirent *entry)
{
	return entry->d_name[0] != '.' && entry->d_type != DT_DIR;
}

/* A copy that editors, package managers and people leave behind: no application has such a name. */
static bool
is_leftover(const char *name)
{
	static const char *const endings[] = { "backup", "_bak", "-bak", "_old", "-old", "_orig",
		"-orig", "_save", "-save" };
	size_t len = strlen(name);

	if (strpbrk(name, ".~#% ") != NULL)
		return true;
	for (size_t i = 0; i < sizeof(endings) / sizeof(endings[0]); i++) {
		size_t n = strlen(endings[i]);

		if (len > n && strcmp(name + len - n, endings[i]) == 0)
			return true;
	}
	return false;
}

/* Notes one that names our module, so that nobody takes it for a door. */
static void
note_leftover(struct pam_services *all, const char *folder, const char *name)
{
	auto_str path = NULL;
	auto_str text = NULL;
	struct err unread; /* then it says nothing of us */

	if (asprintf(&path, "%s/%s", folder, name) < 0) {
		path = NULL;
		all->failed = true;
		return;
	}
	if (text_file_read(path, &text, &unread) != 0 || strstr(text, PAM_MODULE) == NULL)
		return;
	if (all->leftovers++ == 0)
		all->leftover = keep(all, path);
}

/* Do applications ask for it, also when others include it? */
static bool
is_application(const char *name)
{
	static const char *const names[] = { "cron", "crond", "login", "passwd", "runuser", "sshd",
		"su", "sudo" };

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (strcmp(names[i], name) == 0)
			return true;
	return false;
}

/* The services whose files this stack includes. */
static void
mark_included(struct pam_services *all, const struct pam_service *by, const struct pam_stack *stack)
{
	for (size_t i = 0; i < stack->count; i++)
		for (size_t n = 0; n < all->count; n++) {
			struct pam_service *s = &all->service[n];

			if (s != by && !is_application(s->name) &&
				strcmp(base_name(stack->entry[i].file), s->name) == 0)
				s->included = true;
		}
}

/* A name that an earlier folder has is that one's. */
static int
read_folder(struct pam_services *all, const char *folder)
{
	struct dirent **list = NULL;
	int n = scandir(folder, &list, is_file, alphasort);
	struct pam_service *longer = n > 0
		? reallocarray(all->service, all->count + (size_t)n, sizeof(*longer)) : NULL;

	if (longer != NULL)
		all->service = longer;
	else if (n > 0)
		all->failed = true;
	for (int i = 0; i < n; i++) {
		bool leftover = is_leftover(list[i]->d_name);
		bool known = leftover || longer == NULL ||
			pam_service_find(all, list[i]->d_name) != NULL;

		if (leftover)
			note_leftover(all, folder, list[i]->d_name);
		all->more = all->more || (!known && all->count == PAM_SERVICES_MAX);
		if (!known && all->count < PAM_SERVICES_MAX)
			read_service(all, list[i]->d_name);
		free(list[i]);
	}
	free(list);
	return n;
}

void
pam_services_read(struct pam_services *ret, const char *folder)
{
	*ret = (struct pam_services){ .folder = folder };
	if (read_folder(ret, folder) < 0) {
		(void)err_sys(&ret->err, ERR_OTHER, errno, "%s", folder);
		return;
	}
	(void)read_folder(ret, VENDOR_FOLDER); /* most hosts have the first one only */
	for (size_t i = 0; i < ret->count; i++)
		for (int t = 0; t < PAM_TYPES; t++)
			mark_included(ret, &ret->service[i], &ret->service[i].stack[t]);
	if (ret->failed)
		(void)err_set(&ret->err, ERR_OTHER, "out of memory, or far too many lines");
}

void
pam_services_clear(struct pam_services *s)
{
	for (size_t i = 0; i < s->count; i++)
		for (int t = 0; t < PAM_TYPES; t++) {
			struct pam_stack *stack = &s->service[i].stack[t];

			for (size_t n = 0; n < stack->count; n++)
				free(stack->entry[n].argument);
			free(stack->entry);
		}
	free(s->service);
	while (s->words != NULL) {
		struct pam_word *next = s->words->next;

		free(s->words);
		s->words = next;
	}
}

const struct pam_service *
pam_service_find(const struct pam_services *s, const char *name)
{
	for (size_t i = 0; i < s->count; i++)
		if (strcmp(s->service[i].name, name) == 0)
			return &s->service[i];
	return NULL;
}
