# SPDX-License-Identifier: MIT
# @summary Stops people at the door whose Duo status says stop.
#
# @param conf      text of /etc/doorward/doorward.conf, see doorward.conf(5)
# @param secrets   secret files in /etc/doorward, by name
# @param profiles  profiles of pam-auth-update that are on: ['doorward'], ['doorward', 'doorward-code']
class doorward (
  String $conf,
  Hash[String, Sensitive[String]] $secrets = {},
  Array[Enum['doorward', 'doorward-code']] $profiles = [],
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
    restart   => '/bin/systemctl reload doorwardd.service',
    subscribe => File['/etc/doorward/doorward.conf'],
    require   => Service['doorwardd.socket'],
  }

  $profiles.each |$profile| {
    $type = $profile ? {
      'doorward' => 'account',
      default    => 'auth',
    }
    exec { "pam-auth-update ${profile}":
      command     => "/usr/sbin/pam-auth-update --package --enable ${profile}",
      environment => ['DEBIAN_FRONTEND=noninteractive'],
      unless      => "/bin/grep -q pam_doorward.so /etc/pam.d/common-${type}",
      require     => [Service['doorwardd.service'], Package['libpam-doorward']],
    }
  }
}
