/* SPDX-License-Identifier: MIT */
/* The rows of the table of services. A row says what its application was seen to do; what a row does
 * not say is what zero says, but for the two columns of which each row says one by its macro. */
#include "policy/services.h"

/* A person sees the question, and types. */
#define ASKS(service) .name = (service), .ask = ASK_PERSON, .disabled_code = VERDICT_EXPIRED
/* What an ECHO_ON question receives is the name, the password, or a failed conversation. */
#define MUTE(service) .name = (service), .ask = ASK_DENY, .disabled_code = VERDICT_EXPIRED
/* It runs as the person whose session it covers, who was let into it: a code that many of them
 * cannot ask for would leave people before their own screens. */
#define LOCK(service) .name = (service), .ask = ASK_STATUS, .disabled_code = VERDICT_EXPIRED
/* Tells somebody whose account has ended that the password has. */
#define EXPIRED_IS_A_PASSWORD(service) .name = (service), .disabled_code = VERDICT_DENY

#define WHILE_ALL_WAIT .shared = true
#define LATE	       .late = true
#define TEXT_FAILS     .tell = TELL_NOTHING
#define JOBS	       .class = CLASS_MACHINERY
#define RAISES	       .class = CLASS_ELEVATION

const struct service_row service_table[] = {
	/* a person waits at the door */
	{ ASKS("sshd"), LATE, .limit_ms = 100000 }, /* LoginGraceTime is 120 s; since 10.3 none is late */
	{ ASKS("login") }, /* and machinectl login; machinectl shell calls account alone */
	{ ASKS("remote") }, /* login -h HOST */
	{ ASKS("cockpit"), LATE, .tell = TELL_ERROR }, /* text goes with a next question, or nowhere */
	{ ASKS("gdm-*") },
	{ ASKS("sddm") },
	{ ASKS("lightdm") },
	{ ASKS("mariadb"), LATE },
	{ ASKS("mysql"), LATE },

	/* a person inside raises rights */
	{ ASKS("sudo"), RAISES, .caller = CALLER_ALWAYS }, /* and sudo-rs */
	{ ASKS("sudo-i"), RAISES, .caller = CALLER_ALWAYS },
	{ ASKS("doas"), RAISES, .caller = CALLER_ALWAYS },
	{ ASKS("su"), RAISES, .caller = CALLER_FOR_ROOT },
	{ ASKS("su-l"), RAISES, .caller = CALLER_FOR_ROOT },
	{ ASKS("polkit-1"), RAISES, .caller = CALLER_FOR_ROOT },
	{ MUTE("systemd-run0"), RAISES }, /* account of the target; polkit-1 has asked the caller */

	/* nobody waits */
	{ MUTE("cron"), JOBS },
	{ MUTE("crond"), JOBS },
	{ MUTE("cronie"), JOBS },
	{ MUTE("atd"), JOBS },
	{ MUTE("systemd-user"), JOBS },
	{ MUTE("runuser"), JOBS },
	{ MUTE("runuser-l"), JOBS },

	/* who changes a password, shell or name */
	{ ASKS("passwd"), .class = CLASS_EXEMPT },
	{ ASKS("chfn"), .class = CLASS_EXEMPT },
	{ ASKS("chsh"), .class = CLASS_EXEMPT },

	/* screens */
	{ LOCK("i3lock") },
	{ LOCK("swaylock") },
	{ LOCK("hyprlock") },
	{ LOCK("gtklock") },
	{ LOCK("waylock") },
	{ LOCK("xlock") },
	{ LOCK("xsecurelock") },
	{ EXPIRED_IS_A_PASSWORD("xscreensaver"), .ask = ASK_STATUS },
	{ LOCK("xfce4-screensaver") },
	{ LOCK("mate-screensaver") },
	{ LOCK("cinnamon-screensaver") },
	{ LOCK("gnome-screensaver") },
	{ LOCK("kscreenlocker") },
	{ LOCK("kscreensaver") },
	{ LOCK("kde") },
	{ LOCK("vlock") },
	{ LOCK("physlock") },
	{ LOCK("screen") },

	/* files */
	{ MUTE("vsftpd") },
	{ MUTE("proftpd") },
	{ MUTE("pure-ftpd"), TEXT_FAILS },
	{ MUTE("samba") },

	/* mail; saslauthd takes the name of its client's protocol */
	{ EXPIRED_IS_A_PASSWORD("dovecot"), .ask = ASK_DENY },
	{ MUTE("imap") },
	{ MUTE("pop") },
	{ MUTE("pop3") },
	{ MUTE("sieve") },
	{ MUTE("smtp") },
	{ MUTE("smtpd") },
	{ MUTE("saslauthd") },

	/* other servers */
	{ MUTE("postgresql"), .own = "postgres" },
	{ MUTE("cups"), WHILE_ALL_WAIT },
	{ MUTE("openvpn"), WHILE_ALL_WAIT, TEXT_FAILS },
	{ MUTE("nginx"), WHILE_ALL_WAIT, .own = "nginx", .usual = "www-data" },
	{ MUTE("apache2"), TEXT_FAILS, .usual = "www-data" },
	{ MUTE("httpd"), TEXT_FAILS, .own = "apache", .usual = "www-data" },
	{ MUTE("radiusd"), WHILE_ALL_WAIT, TEXT_FAILS, .own = "freerad radiusd" },
	{ MUTE("squid"), .own = "squid", .usual = "proxy" },
	{ MUTE("rlogin") },
	{ MUTE("rsh") },
};

const size_t service_table_count = sizeof(service_table) / sizeof(service_table[0]);
