/* SPDX-License-Identifier: MIT */
/* Collects a report, message by message, within one deadline and a bound of its size. */
#include "helper/metrics/ask.h"

#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "helper/metrics/metrics.h"

#define METRICS_MAX (1u << 20)

void
report_clear(struct report *r)
{
	text_buf_clear(&r->metrics);
	*r = (struct report){ .metrics = { .limit = METRICS_MAX } };
}

static int
take_fact(struct report *r, const char *name, const char *text)
{
	struct report_fact *f = &r->fact[r->fact_count];

	if (r->fact_count == REPORT_FACTS || text_copy(f->name, sizeof(f->name), name) != 0)
		return -1;
	(void)text_clean(f->text, sizeof(f->text), text);
	r->fact_count++;
	return 0;
}

static int
take_verdicts(struct report *r, const char *verdict, const char *reason, const char *count)
{
	struct report_verdicts *v = &r->verdicts[r->verdicts_count];

	if (r->verdicts_count == REPORT_VERDICTS ||
		text_copy(v->verdict, sizeof(v->verdict), verdict) != 0 ||
		text_copy(v->reason, sizeof(v->reason), reason) != 0 ||
		text_to_int(count, 0, INT64_MAX, &v->count) != 0)
		return -1;
	r->verdicts_count++;
	return 0;
}

/* Returns 0 to go on, 1 at the end, -1 for what this version does not understand. */
static int
take(struct report *r, const struct wire_msg *m)
{
	if (strcmp(m->field[0], "end") == 0)
		return r->metrics.failed ? -1 : 1;
	if (strcmp(m->field[0], "metrics") == 0 && m->count == 2) {
		text_buf_puts(&r->metrics, m->field[1]);
		return r->metrics.failed ? -1 : 0;
	}
	if (strcmp(m->field[0], "fact") == 0 && m->count == 3)
		return take_fact(r, m->field[1], m->field[2]);
	if (strcmp(m->field[0], "verdicts") == 0 && m->count == 4)
		return take_verdicts(r, m->field[1], m->field[2], m->field[3]);
	return -1;
}

int
report_ask(const char *socket, struct deadline d, struct report *ret_report, struct err *e)
{
	struct wire_msg m;
	auto_fd fd = wire_connect(socket, d, e);
	pid_t pid;
	int rc = 0;

	*ret_report = (struct report){ .peer_uid = (uid_t)-1, .metrics = { .limit = METRICS_MAX } };
	if (fd < 0 || wire_peer(fd, &ret_report->peer_uid, &pid, e) != 0 ||
		wire_send(fd, d, e, "status", WIRE_VERSION, NULL) != 0)
		return -1;
	while (rc == 0) {
		if (wire_receive(fd, d, &m, e) != 0)
			return -1;
		rc = take(ret_report, &m);
	}
	if (rc < 0)
		return err_set(e, ERR_OTHER, "the broker answered what this version does not "
			"understand");
	return 0;
}

const char *
report_text(const struct report *r, const char *name)
{
	for (size_t i = 0; i < r->fact_count; i++)
		if (strcmp(r->fact[i].name, name) == 0)
			return r->fact[i].text;
	return "";
}

int
report_sum(const struct report *r, const char *series, double *ret_sum)
{
	const char *line = r->metrics.data != NULL ? r->metrics.data : "";
	size_t len = strlen(series);
	bool found = false;
	double sum = 0;

	while (line[0] != '\0') {
		size_t rest = strcspn(line, "\n");

		if (strncmp(line, series, len) == 0 && (line[len] == ' ' || line[len] == '{')) {
			const char *value = memrchr(line, ' ', rest);

			found = true;
			sum += value != NULL ? strtod(value, NULL) : 0; /* ends at the line's end */
		}
		line += rest + (line[rest] == '\n' ? 1 : 0);
	}
	if (!found)
		return -1;
	*ret_sum = sum;
	return 0;
}

int64_t
report_number(const struct report *r, const char *series)
{
	double sum;

	return report_sum(r, series, &sum) == 0 ? (int64_t)sum : -1;
}

int
report_metrics(const char *socket, struct deadline d, struct text_buf *b, struct err *e)
{
	struct metrics *m = metrics_new(METRIC_HOST);
	auto_report r = { .fact_count = 0 };
	int rc = report_ask(socket, d, &r, e);

	metrics_set(m, METRIC_BROKER_UP, NULL, rc == 0);
	if (m != NULL)
		metrics_write(m, b);
	metrics_free(m);
	if (rc == 0)
		text_buf_add(b, r.metrics.data != NULL ? r.metrics.data : "", r.metrics.len);
	return rc;
}
