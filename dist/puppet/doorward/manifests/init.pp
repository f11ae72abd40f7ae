# SPDX-License-Identifier: MIT
# @summary Stops people at the door whose Duo status says stop.
#
# @param conf      text of /etc/doorward/doorward.conf, see doorward.conf(5)
# @param secrets   secret files in /etc/doorward, by name
# @param profiles  of pam-auth-update: {'doorward' => 'present', 'doorward-code' => 'absent'}
class doorward (
  String $conf,
  Hash[String, Sensitive[String]] $secrets = {},
  Hash[Enum['doorward', 'doorward-code'], Enum['present', 'absent']] $profiles = {},
) {
  package { ['doorward', 'libpam-doorward']:
    ensure => installed,
  }

  $secrets.each |$name, $secret| {
    file { "/etc/doorward/${name}":
      owner     => 'root',
      group     => 'doorward',
      mode      => '0640',
      content   => $secret,
      show_diff => false,
      require   => Package['doorward'],
      before    => File['/etc/doorward/doorward.conf'],
      notify    => Service['doorwardd.service'],
    }
  }

  file { '/etc/doorward/doorward.conf':
    owner        => 'root',
    group        => 'root',
    mode         => '0644',
    content      => $conf,
    validate_cmd => '/usr/bin/doorward --config % config check',
    require      => Package['doorward'],
  }

  service { 'doorwardd.socket':
    ensure  => running,
    enable  => true,
    require => Package['doorward'],
  }

  service { 'doorwardd.service':
    ensure    => running,
    enable    => true,
    subscribe => File['/etc/doorward/doorward.conf'],
    require   => Service['doorwardd.socket'],
  }

  $profiles.each |$profile, $state| {
    $file = $profile ? {
      'doorward' => '/etc/pam.d/common-account',
      default    => '/etc/pam.d/common-auth',
    }
    $is_on = "/bin/grep -q pam_doorward.so ${file}"
    $change = $state ? {
      'present' => { 'command' => "/usr/sbin/pam-auth-update --package --enable ${profile}", 'unless' => $is_on },
      default   => { 'command' => "/usr/sbin/pam-auth-update --package --disable ${profile}", 'onlyif' => $is_on },
    }
    exec { "pam-auth-update ${profile} ${state}":
      environment => ['DEBIAN_FRONTEND=noninteractive'],
      require     => [Service['doorwardd.service'], Package['libpam-doorward']],
      *           => $change,
    }
  }
}
