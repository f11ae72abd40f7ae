/* SPDX-License-Identifier: MIT */
/* Writes the simulator's files, see files.h. */
#include "tests/sim/files.h"
#include "tests/sim/json_write.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int
write_all(int descriptor, const char *text)
{
	size_t length = strlen(text);

	while (length != 0) {
		ssize_t written = write(descriptor, text, length);

		if (written < 0 && errno == EINTR)
			continue;
		if (written <= 0)
			return -1;
		text += written;
		length -= (size_t)written;
	}
	return 0;
}

static int
write_file(const char *directory, const char *name, mode_t mode, const char *text)
{
	auto_str path = sim_format("%s/%s", directory, name);
	auto_str temporary = sim_format("%s.new", path);
	int descriptor, status;

	(void)unlink(temporary); /* left by a start that was cut short */
	descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode);
	status = descriptor < 0 ? -1 : write_all(descriptor, text);
	if (descriptor >= 0 && fchmod(descriptor, mode) != 0)
		status = -1;
	if (descriptor >= 0 && close(descriptor) != 0)
		status = -1;
	if (status == 0)
		status = rename(temporary, path);
	if (status != 0)
		(void)fprintf(stderr, "doorward-sim: cannot write %s: %s\n", path, strerror(errno));
	return status;
}

static int
write_secret(const char *directory, const char *owner, const char *kind, const char *secret)
{
	auto_str name = sim_format("%s.%s", owner, kind);
	auto_str text = sim_format("%s\n", secret);

	return write_file(directory, name, 0600, text);
}

/* A string of the configuration file's syntax. */
static void
add_quoted(struct buffer *out, const char *text)
{
	buffer_puts(out, "\"");
	for (; *text != '\0'; text++) {
		if (*text == '"' || *text == '\\')
			buffer_puts(out, "\\");
		buffer_add(out, text, 1);
	}
	buffer_puts(out, "\"");
}

static void
add_path(struct buffer *out, const char *directory, const char *name)
{
	auto_str path = sim_format("%s/%s", directory, name);

	add_quoted(out, path);
}

static const struct application *
application_named(const struct sim *sim, const char *name)
{
	for (size_t i = 0; i < APPLICATIONS; i++)
		if (strcmp(sim->application[i].name, name) == 0)
			return &sim->application[i];
	return NULL;
}

static void
add_sentinelone(struct buffer *out, const struct sim *sim, const char *directory, const char *file)
{
	buffer_printf(out, "sentinelone: {\n\tbase = \"https://localhost:%u\";\n\ttoken_file = ",
		(unsigned)sim->port);
	add_path(out, directory, file);
	buffer_puts(out, ";\n\tca_file = ");
	add_path(out, directory, "ca.pem");
	buffer_puts(out, ";\n};\n");
}

/* The services beside Duo, and a profile that can only read. */
static void
add_services(struct buffer *out, const struct sim *sim, const char *directory)
{
	buffer_printf(out,
		"allthenticate: {\n\tbase = \"https://localhost:%u/allthenticate\";\n\tkey_file = ",
		(unsigned)sim->port);
	add_path(out, directory, "allthenticate.key");
	buffer_puts(out, ";\n\tca_file = ");
	add_path(out, directory, "ca.pem");
	buffer_puts(out, ";\n};\n");
	add_sentinelone(out, sim, directory, "sentinelone.token");
	buffer_printf(out,
		"profiles: {\nreader: {\nduo: {\n\thost = \"localhost\";\n\tport = %u;\n"
		"\tadmin: {\n\t\tikey = \"%s\";\n\t\tskey_file = ",
		(unsigned)sim->port, application_named(sim, "admin_ro")->ikey);
	add_path(out, directory, "admin_ro.skey");
	buffer_puts(out, ";\n\t};\n\tca_file = ");
	add_path(out, directory, "ca.pem");
	buffer_puts(out, ";\n};\n");
	add_sentinelone(out, sim, directory, "sentinelone_ro.token");
	buffer_puts(out, "};\n};\n");
}

/* What would otherwise be the host's own: nothing that is tried with this file may touch it. One
 * group a line, so that a test can put another in its place. */
static void
add_places(struct buffer *out, const char *directory)
{
	buffer_puts(out, "map: { file = ");
	add_path(out, directory, "map");
	buffer_puts(out, "; };\nserve: { rest = \"127.0.0.1:0\"; mcp = \"127.0.0.1:0\"; socket = ");
	add_path(out, directory, "admin.sock");
	buffer_puts(out, "; token_file = ");
	add_path(out, directory, "tokens");
	buffer_puts(out, "; };\nsync: { folder = ");
	add_quoted(out, directory);
	buffer_puts(out, "; };\n");
}

static char *
configuration(const struct sim *sim, const char *directory)
{
	static const char *const names[] = { "admin", "auth" };
	struct buffer out = { .data = NULL };

	buffer_printf(&out,
		"# Written by doorward-sim; good while it runs.\n"
		"duo: {\n\thost = \"localhost\";\n\tport = %u;\n\tca_file = ",
		(unsigned)sim->port);
	add_path(&out, directory, "ca.pem");
	buffer_puts(&out, ";\n");
	for (size_t i = 0; i < 2; i++) {
		auto_str secret = sim_format("%s.skey", names[i]);

		buffer_printf(&out, "\t%s: {\n\t\tikey = \"%s\";\n\t\tskey_file = ", names[i],
			application_named(sim, names[i])->ikey);
		add_path(&out, directory, secret);
		buffer_puts(&out, ";\n\t};\n");
	}
	buffer_puts(&out, "};\n");
	add_services(&out, sim, directory);
	buffer_puts(&out, "broker: {\n\tsocket = ");
	add_path(&out, directory, "login.sock");
	buffer_puts(&out, ";\n};\nlog: {\n\ttarget = \"stderr\";\n};\n");
	add_places(&out, directory);
	return buffer_take(&out);
}

static void
add_keys(cJSON *root, const struct sim *sim)
{
	auto_str base = sim_format("https://localhost:%u", (unsigned)sim->port);
	auto_str organisation = sim_format("%s/allthenticate", base);
	cJSON *keys = cJSON_AddObjectToObject(root, "allthenticate");

	json_add_text(keys, "base", organisation);
	json_add_text(keys, "header", sim->allthenticate.header);
	json_add_text(keys, "key", sim->allthenticate.key);
	keys = cJSON_AddObjectToObject(root, "sentinelone");
	json_add_text(keys, "base", base);
	json_add_text(keys, "token", sim->sentinelone.token);
	keys = cJSON_AddObjectToObject(root, "sentinelone_ro");
	json_add_text(keys, "base", base);
	json_add_text(keys, "token", sim->sentinelone.token_ro);
}

static char *
description(const struct sim *sim, const char *directory)
{
	auto_json root = cJSON_CreateObject();
	auto_str ca = sim_format("%s/ca.pem", directory);
	auto_str text = NULL;

	json_add_number(root, "pid", getpid());
	json_add_number(root, "port", sim->port);
	json_add_text(root, "host", "localhost");
	json_add_text(root, "ca", ca);
	for (size_t i = 0; i < APPLICATIONS; i++) {
		cJSON *keys = cJSON_AddObjectToObject(root, sim->application[i].name);

		json_add_text(keys, "ikey", sim->application[i].ikey);
		json_add_text(keys, "skey", sim->application[i].skey);
	}
	add_keys(root, sim);
	text = json_write(root);
	return sim_format("%s\n", text);
}

int
files_write(const struct sim *sim, const char *directory)
{
	auto_str conf = configuration(sim, directory);
	auto_str json = description(sim, directory);

	if (write_file(directory, "ca.pem", 0644, sim->tls.ca_pem) != 0)
		return -1;
	for (size_t i = 0; i < APPLICATIONS; i++)
		if (write_secret(directory, sim->application[i].name, "skey",
			    sim->application[i].skey) != 0)
			return -1;
	if (write_secret(directory, "allthenticate", "key", sim->allthenticate.key) != 0 ||
		write_secret(directory, "sentinelone", "token", sim->sentinelone.token) != 0 ||
		write_secret(directory, "sentinelone_ro", "token", sim->sentinelone.token_ro) != 0)
		return -1;
	if (write_file(directory, "doorward.conf", 0644, conf) != 0)
		return -1;
	return write_file(directory, "sim.json", 0600, json);
}
