# What hosts need beside the programs: units, users, PAM profiles.

# Modules are opened by their names; what libtool keeps about them is of no use to anybody.
install-data-hook: remove-module-la
uninstall-hook: remove-modules remove-folders
.PHONY: remove-module-la remove-modules remove-folders
remove-module-la:
	rm -f $(DESTDIR)$(pamdir)/pam_doorward.la $(DESTDIR)$(nssdir)/libnss_doorward.la
remove-modules:
	rm -f $(DESTDIR)$(pamdir)/pam_doorward.so $(DESTDIR)$(nssdir)/libnss_doorward.so.2

remove-folders:
	for folder in "$(pkglibexecdir)" "$(stacksdir)" "$(datadir)/doorward" "$(apparmordir)" "$(authselectdir)" "$(examplesdir)" "$(docdir)"; do \
		rmdir "$(DESTDIR)$$folder" 2>/dev/null || :; \
	done

units = \
	dist/systemd/doorward-serve.service \
	dist/systemd/doorward-sync.service \
	dist/systemd/doorwardd.service
EXTRA_DIST += \
	dist/systemd/doorward-serve.service.in dist/systemd/doorward-serve.socket \
	dist/systemd/doorward-sync.service.in dist/systemd/doorward-sync.timer \
	dist/systemd/doorward.sysusers dist/systemd/doorward.tmpfiles \
	dist/systemd/doorwardd.service.in dist/systemd/doorwardd.socket
CLEANFILES += $(units)
$(units): Makefile
	$(AM_V_GEN)$(MKDIR_P) dist/systemd && \
	sed -e 's#@bindir[@]#$(bindir)#' -e 's#@sbindir[@]#$(sbindir)#' \
		$(srcdir)/$@.in >$@.new && mv $@.new $@
dist/systemd/doorward-serve.service: $(srcdir)/dist/systemd/doorward-serve.service.in
dist/systemd/doorward-sync.service: $(srcdir)/dist/systemd/doorward-sync.service.in
dist/systemd/doorwardd.service: $(srcdir)/dist/systemd/doorwardd.service.in

if SYSTEMD
systemdsystemunit_DATA = $(units) \
	dist/systemd/doorward-serve.socket \
	dist/systemd/doorward-sync.timer \
	dist/systemd/doorwardd.socket
sysusersdir = $(prefix)/lib/sysusers.d
tmpfilesdir = $(prefix)/lib/tmpfiles.d
install-data-local: install-systemd-parts
uninstall-local: uninstall-systemd-parts
else
all-local: $(units)
endif
.PHONY: install-systemd-parts uninstall-systemd-parts
install-systemd-parts:
	$(MKDIR_P) $(DESTDIR)$(sysusersdir) $(DESTDIR)$(tmpfilesdir)
	$(INSTALL_DATA) $(srcdir)/dist/systemd/doorward.sysusers $(DESTDIR)$(sysusersdir)/doorward.conf
	$(INSTALL_DATA) $(srcdir)/dist/systemd/doorward.tmpfiles $(DESTDIR)$(tmpfilesdir)/doorward.conf
uninstall-systemd-parts:
	rm -f $(DESTDIR)$(sysusersdir)/doorward.conf $(DESTDIR)$(tmpfilesdir)/doorward.conf

# The stacks are copied into /etc/pam.d by those who want them; documentation may be left out of an
# installation, so it is not their place. Debian and Fedora know where to look for profiles.
stacks = \
	dist/pam/cron dist/pam/login dist/pam/sshd-key dist/pam/sshd-key-and-code \
	dist/pam/sshd-password-and-code dist/pam/su dist/pam/sudo
stacksdir = $(datadir)/doorward/pam.d
dist_stacks_DATA = $(stacks)
pamconfigsdir = $(datadir)/pam-configs
dist_pamconfigs_DATA = dist/pam-configs/doorward dist/pam-configs/doorward-code
# Programs that AppArmor confines, and that ask PAM, reach the broker by it.
apparmordir = $(sysconfdir)/apparmor.d/abstractions/authentication.d
dist_apparmor_DATA = dist/apparmor/doorward
authselectdir = $(datadir)/authselect/vendor/doorward
dist_authselect_DATA = \
	dist/authselect/doorward/README dist/authselect/doorward/REQUIREMENTS \
	dist/authselect/doorward/fingerprint-auth dist/authselect/doorward/nsswitch.conf \
	dist/authselect/doorward/password-auth dist/authselect/doorward/postlogin \
	dist/authselect/doorward/smartcard-auth dist/authselect/doorward/switchable-auth \
	dist/authselect/doorward/system-auth

# A dashboard and alerts, beside the example of the configuration.
dist_examples_DATA += dist/grafana/doorward.json dist/prometheus/doorward.rules.yml

# What makes packages, and examples for those who configure many hosts.
EXTRA_DIST += dist/ansible dist/cloud-init dist/debian dist/puppet dist/rpm
