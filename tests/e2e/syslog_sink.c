/* SPDX-License-Identifier: MIT */
/* Listens where syslog(3) sends and prints each message as one line, so that tests can read it. */
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#define MESSAGE_SIZE 8192

/* A control byte inside a message must not look like the end of a line. */
static void
print_message(char *text, size_t len)
{
	while (len > 0 && (text[len - 1] == '\n' || text[len - 1] == '\0'))
		len--;
	for (size_t i = 0; i < len; i++)
		if ((unsigned char)text[i] < ' ' || text[i] == 0x7f)
			text[i] = '?';
	printf("%.*s\n", (int)len, text);
}

int
main(int argc, char **argv)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);

	if (argc != 2 || strlen(argv[1]) >= sizeof(address.sun_path)) {
		fputs("usage: syslog-sink SOCKET\n", stderr);
		return 2;
	}
	strcpy(address.sun_path, argv[1]);
	if (fd < 0 || bind(fd, (const struct sockaddr *)&address, sizeof(address)) != 0 ||
		chmod(argv[1], 0666) != 0) {
		perror(argv[1]);
		return 1;
	}
	setvbuf(stdout, NULL, _IOLBF, 0);
	puts("listening");
	for (;;) {
		char text[MESSAGE_SIZE];
		ssize_t len = recv(fd, text, sizeof(text), 0);

		if (len < 0) {
			perror("recv");
			return 1;
		}
		print_message(text, (size_t)len);
	}
}
