/* SPDX-License-Identifier: MIT */
/* A configuration file of any kind: refused with a reason, or printed and read back the same. */
#include "tests/fuzz/fuzz.h"

#include <string.h>

#include "conf/conf.h"

/* Owned by the caller. */
static char *
dump(const struct conf *c)
{
	char *text = NULL;
	size_t len;
	FILE *f = open_memstream(&text, &len);

	EXPECT(f != NULL);
	EXPECT(conf_dump(c, f) == 0);
	EXPECT(fclose(f) == 0);
	return text;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct conf_faults faults;
	struct conf *first = NULL, *second = NULL;
	char *text = malloc(size + 1);

	EXPECT(text != NULL);
	if (size > 0)
		memcpy(text, data, size);
	text[size] = '\0';
	if (conf_parse(text, "fuzz.conf", &first, &faults) == 0) {
		char *once = dump(first), *twice;

		EXPECT(conf_parse(once, "dump.conf", &second, &faults) == 0);
		twice = dump(second);
		EXPECT(strcmp(once, twice) == 0);
		EXPECT(first->deadline.api_ms < first->deadline.broker_ms);
		EXPECT(first->broker.conversations >= 1 && first->broker.per_origin >= 1);
		free(twice);
		free(once);
	} else {
		EXPECT(first == NULL && faults.count > 0);
		for (size_t i = 0; i < faults.count && i < CONF_FAULTS_MAX; i++)
			EXPECT(faults.fault[i].msg[0] != '\0');
	}
	conf_free(second);
	conf_free(first);
	free(text);
	return 0;
}
