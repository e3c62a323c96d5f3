import DocbuildEngine
import Testing

/// Files that hold secrets are refused inside the root too.
struct SecretTests {
  static let names = [
    ".env", ".env.local", ".ENV", ".Env.Production", ".netrc", ".NETRC", ".npmrc", ".NpmRC",
    ".pypirc", ".PYPIRC",
    ".aws/credentials", ".AWS/config", ".ssh/config", ".SSH/known_hosts", "id_rsa", "ID_RSA",
    "id_ed25519",
    ".git/config", ".GIT/config", ".Git/hooks/pre-commit", "sub/.env", "sub/.aws/deep/credentials",
    "sub/.git/config",
  ]

  private func weave(_ target: String, in folder: Folder, _ options: String = "") throws -> Outcome
  {
    try docbuild(
      "--root", ".", in: folder,
      input: .bytes(Array("<!-- include(\(target)\(options)) -->\n".utf8)))
  }

  @Test(arguments: names)
  func secretIsRefused(_ name: String) throws {
    let folder = Folder([name: "PASSWORD\n"])
    let outcome = try weave(name, in: folder)
    outcome.expect(fails: 1, "refused-file")
    #expect(!outcome.messages.contains("PASSWORD"))
  }

  @Test(arguments: [".env", ".git/config", "id_rsa", "sub/.aws/credentials"])
  func secretIsRefusedThroughLinks(_ name: String) throws {
    let folder = Folder([name: "PASSWORD\n"])
    folder.link("innocent.txt", to: name)
    folder.link("again.txt", to: "innocent.txt")
    for target in ["innocent.txt", "again.txt"] {
      try weave(target, in: folder).expect(fails: 1, "refused-file")
    }
  }

  @Test func secretFolderIsRefusedThroughLinks() throws {
    let folder = Folder([".ssh/notes": "PASSWORD\n", ".git/config": "PASSWORD\n"])
    folder.link("keys", to: ".ssh")
    folder.link("repo", to: ".git")
    try weave("keys/notes", in: folder).expect(fails: 1, "refused-file")
    try weave("repo/config", in: folder).expect(fails: 1, "refused-file")
  }

  @Test(arguments: [
    "PRIVATE KEY", "RSA PRIVATE KEY", "EC PRIVATE KEY", "OPENSSH PRIVATE KEY",
    "ENCRYPTED PRIVATE KEY",
  ])
  func privateKeyIsRefusedWhateverItsName(_ kind: String) throws {
    let key = "-----BEGIN \(kind)-----\nMIIEvQIBADANBg\n-----END \(kind)-----\n"
    let folder = Folder([
      "notes.txt": key, "after.txt": "text\n\(key)",
      "crlf.txt": "-----BEGIN \(kind)-----\r\nMII\r\n",
    ])
    for target in ["notes.txt", "after.txt", "crlf.txt"] {
      let outcome = try weave(target, in: folder)
      outcome.expect(fails: 1, "refused-file")
      #expect(!outcome.messages.contains("MII"))
    }
    // Not in part either.
    try weave("notes.txt", in: folder, " lines=2").expect(fails: 1, "refused-file")
  }

  @Test func pgpPrivateKeyIsRefused() throws {
    let folder = Folder([
      "key.asc":
        "-----BEGIN PGP PRIVATE KEY BLOCK-----\n\nlQOYBF\n-----END PGP PRIVATE KEY BLOCK-----\n"
    ])
    try weave("key.asc", in: folder).expect(fails: 1, "refused-file")
  }

  @Test func whatOnlyLooksLikeASecretIsRead() throws {
    let folder = Folder([
      "env.txt": "a\n", ".environment": "b\n",
      "cert.pem": "-----BEGIN CERTIFICATE-----\nMII\n-----END CERTIFICATE-----\n",
      "id_rsa.pub": "ssh-rsa AAAA\n", ".gitignore": "*.o\n",
      ".github/workflows/ci.yml": "on: push\n",
      "key.go": "const head = \"-----BEGIN PRIVATE KEY-----\"\n",
    ])
    for name in [
      "env.txt", ".environment", "cert.pem", "id_rsa.pub", ".gitignore", ".github/workflows/ci.yml",
      "key.go",
    ] {
      try weave(name, in: folder).expect(prints: folder.text(name))
    }
  }

  /// Each row of the table, with a name beside it that holds nothing.
  static let table: [(row: String, refused: [String], read: [String])] = [
    (".aws", [".aws/credentials", "sub/.AWS/x"], ["aws/credentials", ".aws.md"]),
    (".azure", [".azure/accessTokens.json"], [".azure-pipelines/a.yml"]),
    (".chef", [".chef/x"], ["chef/x"]),
    (
      ".config/gcloud", [".config/gcloud/a.db", "home/.config/gcloud/deep/x"],
      [".config/gcloud", ".config/other", "gcloud/a"]
    ),
    (".gnupg", [".gnupg/secring"], ["gnupg/secring"]),
    (".kube", [".kube/config"], [".kube", "kube/config"]),
    (".password-store", [".password-store/x"], ["password-store/x"]),
    (".ssh", [".ssh/config", "a/.ssh/b/c"], [".ssh", ".sshd/config"]),
    (
      ".terraform.d", [".terraform.d/credentials.tfrc.json"],
      [".terraform/x", ".terraform.lock.hcl"]
    ),
    (".env", [".env", ".env.local", "a/.ENV.x"], [".environment", "x.env", "env"]),
    (".envrc", [".envrc", "a/.envrc.local"], [".envrcs", "envrc"]),
    (".boto", [".boto"], ["boto"]),
    (".bundle/config", [".bundle/config"], [".bundle/plugins", "bundle/config"]),
    (".cargo/credentials", [".cargo/credentials"], [".cargo/config"]),
    (".cargo/credentials.toml", [".cargo/credentials.toml"], [".cargo/config.toml"]),
    (".composer/auth.json", [".composer/auth.json"], [".composer/composer.json"]),
    (".config/composer/auth.json", [".config/composer/auth.json"], ["composer/auth.json"]),
    (".config/gh/hosts.yml", [".config/gh/hosts.yml"], [".config/gh/config.yml"]),
    (".config/hub", [".config/hub"], [".config/hubs"]),
    (".config/rclone/rclone.conf", [".config/rclone/rclone.conf"], ["rclone/rclone.conf"]),
    (".databrickscfg", [".databrickscfg"], ["databrickscfg"]),
    (
      ".docker/config.json", [".docker/config.json", "home/.Docker/Config.json"],
      [".docker/daemon.json", "docker/config.json", ".docker/config.json.md"]
    ),
    (".dockercfg", [".dockercfg"], [".dockerignore"]),
    (".gem/credentials", [".gem/credentials"], [".gemrc"]),
    (".git-credentials", [".git-credentials"], [".gitattributes"]),
    (".gradle/gradle.properties", [".gradle/gradle.properties"], ["gradle/gradle.properties"]),
    (".htpasswd", [".htpasswd"], [".htaccess"]),
    (".kaggle/kaggle.json", [".kaggle/kaggle.json"], ["kaggle.json"]),
    (".m2/settings-security.xml", [".m2/settings-security.xml"], [".m2/toolchains.xml"]),
    (".m2/settings.xml", [".m2/settings.xml"], ["m2/settings.xml"]),
    (".my.cnf", [".my.cnf"], ["my.cnf"]),
    (".mylogin.cnf", [".mylogin.cnf"], ["mylogin.cnf"]),
    (".netrc", [".netrc", ".NETRC"], ["netrc", ".netrc.md"]),
    (".npmrc", [".npmrc"], [".nvmrc"]),
    (".pgpass", [".pgpass"], [".pgpasses"]),
    (".pypirc", [".pypirc"], [".pylintrc"]),
    (".s3cfg", [".s3cfg"], ["s3cfg"]),
    (".sentryclirc", [".sentryclirc"], [".eslintrc"]),
    (".terraformrc", [".terraformrc"], [".terraform-version"]),
    (".vault-token", [".vault-token", "home/.Vault-Token"], [".vault-tokens.md", "vault-token"]),
    ("_netrc", ["_netrc"], ["_netrc.txt"]),
    ("id_dsa", ["id_dsa"], ["id_dsa.pub"]), ("id_ecdsa", ["id_ecdsa"], ["id_ecdsa.pub"]),
    ("id_ecdsa_sk", ["id_ecdsa_sk"], ["id_ecdsa_sk.pub"]),
    ("id_ed25519", ["id_ed25519"], ["id_ed25519.pub"]),
    ("id_ed25519_sk", ["id_ed25519_sk"], ["id_ed25519_sk.pub"]),
    ("id_rsa", ["id_rsa", "deep/er/ID_RSA"], ["id_rsa.pub", "my_id_rsa"]),
    (".jks", ["a.jks"], ["jks", "a.jks.md"]), (".kdbx", ["a.KDBX"], ["a.kdb"]),
    (".keystore", ["a.keystore"], ["keystore.java"]), (".p12", ["a.p12"], ["p12"]),
    (".pfx", ["a.pfx"], ["a.pfa"]), (".ppk", ["a.ppk"], ["a.ppks"]),
  ]

  @Test func everyRowOfTheTable() throws {
    #expect(SecretTests.table.map(\.row).sorted() == SecretName.all.map(\.name).sorted())
    for (row, refused, read) in SecretTests.table {
      for name in refused {
        let folder = Folder([name: "PASSWORD\n"])
        let outcome = try weave(name, in: folder)
        outcome.expect(fails: 1, "refused-file")
        #expect(!outcome.messages.contains("PASSWORD"), "\(row): \(name)")
      }
      for name in read {
        let outcome = try weave(name, in: Folder([name: "fine\n"]))
        #expect(outcome.text == "fine\n", "\(row): \(name): \(outcome.messages)")
      }
    }
  }

  static let key = "MIIEvQIBADANBgkqhkiG9w0BAQEFAASC"
  static let age = "AGE-SECRET-KEY-1QYQSZQGPQYQSZQGPQYQSZQGPQYQSZQGPQYQSZQGPQYQSZQGPQYQS"

  /// Keys within other text: indented, quoted, commented, in one line.
  @Test(arguments: [
    "tls:\n  key: |\n    -----BEGIN PRIVATE KEY-----\n    \(key)\n    -----END PRIVATE KEY-----\n",
    "\t-----BEGIN RSA PRIVATE KEY-----\n\tProc-Type: 4,ENCRYPTED\n\tDEK-Info: AES-128-CBC,00\n\n\t\(key)\n",
    "const key = `-----BEGIN EC PRIVATE KEY-----\n\(key)\n-----END EC PRIVATE KEY-----`\n",
    "key = \"\"\"-----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY-----\"\"\"\n",
    "{\"key\": \"-----BEGIN PRIVATE KEY-----\\n\(key)\\n-----END PRIVATE KEY-----\\n\"}\n",
    "s = \"-----BEGIN PRIVATE KEY-----\\n\" +\n    \"\(key)\\n\"\n",
    "# -----BEGIN OPENSSH PRIVATE KEY-----\n# b3BlbnNzaC1rZXktdjEAAAAABG5v\n",
    "  // -----BEGIN PRIVATE KEY-----\n  // \(key)\n", "> -----BEGIN PRIVATE KEY-----\n> \(key)\n",
    "  -----BEGIN PGP PRIVATE KEY BLOCK-----\n  Version: 1\n\n  lQOYBF\n",
    "---- BEGIN SSH2 ENCRYPTED PRIVATE KEY ----\nComment: x\n\(key)\n",
    "<key>-----BEGIN PRIVATE KEY-----\r\n\(key)\r\n", "text\r-----BEGIN PRIVATE KEY-----\r\(key)\r",
    "PuTTY-User-Key-File-3: ssh-ed25519\n", "text\n\(age)\n", "AGE_KEY=\(age)\n",
    "-----BEGIN PRIVATE KEY-----",
  ])
  func keysAreFoundWhereverTheyStand(_ text: String) throws {
    let outcome = try weave("notes.txt", in: Folder(["notes.txt": text]))
    outcome.expect(fails: 1, "refused-file")
    #expect(!outcome.messages.contains("MII"))
  }

  /// What speaks of keys holds none.
  @Test(arguments: [
    "const head = \"-----BEGIN PRIVATE KEY-----\"\nconst tail = \"-----END PRIVATE KEY-----\"\n",
    "if (s.includes('-----BEGIN RSA PRIVATE KEY-----')) {\n  throw new Error()\n}\n",
    "return \"-----BEGIN PRIVATE KEY-----\\n\" + body + \"-----END PRIVATE KEY-----\"\n",
    "pem = \"-----BEGIN PRIVATE KEY-----\\n\" +\n  encodedKey\n",
    "  -----BEGIN PRIVATE KEY-----\n  ...\n  -----END PRIVATE KEY-----\n",
    "    -----BEGIN PRIVATE KEY-----\n    <your key>\n    -----END PRIVATE KEY-----\n",
    "  -----BEGIN PUBLIC KEY-----\n  \(key)\n", "  -----BEGIN CERTIFICATE-----\n  \(key)\n",
    "a line that begins with -----BEGIN PRIVATE KEY----- is refused\n", "PRIVATE KEY\n\(key)\n",
    "grep -r 'BEGIN .*PRIVATE KEY' .\n", "AGE-SECRET-KEY-1 is how it begins\n",
    "see PuTTY-User-Key-File-3\n", "-----BEGIN PRIVATE KEYS-----\n\(key)\n",
  ])
  func whatSpeaksOfKeysIsRead(_ text: String) throws {
    try weave("notes.txt", in: Folder(["notes.txt": text])).expect(prints: text)
  }

  @Test func configurationAllows() throws {
    let folder = Folder([
      "docbuild.toml": "allow = [\"examples/.env\", \"tests/*.pem\"]\n", "examples/.env": "A=1\n",
      ".env": "PASSWORD\n",
      "tests/key.pem": "-----BEGIN PRIVATE KEY-----\nMII\n-----END PRIVATE KEY-----\n",
    ])
    try weave("examples/.env", in: folder).expect(prints: "A=1\n")
    try weave("tests/key.pem", in: folder).expect(prints: folder.text("tests/key.pem"))
    let refused = try weave(".env", in: folder)
    refused.expect(fails: 1, "refused-file")
    #expect(refused.messages.contains("docbuild.toml"))
  }

  @Test func repositoryIsNeverAllowed() throws {
    let folder = Folder([
      "docbuild.toml": "allow = [\"*\", \".git/*\", \".git/config\", \"*/*\", \".GIT/*\"]\n",
      ".git/config": "PASSWORD\n",
      ".GIT/config": "PASSWORD\n", ".env": "A=1\n",
    ])
    try weave(".git/config", in: folder).expect(fails: 1, "refused-file")
    try weave(".GIT/config", in: folder).expect(fails: 1, "refused-file")
    try weave(".env", in: folder).expect(prints: "A=1\n")
    folder.link("x", to: ".git/config")
    try weave("x", in: folder).expect(fails: 1, "refused-file")
  }

  @Test(arguments: [
    ("allow = [\n", "docbuild.toml:"), ("alow = []\n", "docbuild.toml:1:1"),
    ("\nallow = 3\n", "docbuild.toml:2:1"),
  ])
  func wrongConfigurationIsToldWithItsPlace(_ text: String, _ place: String) throws {
    let folder = Folder(["docbuild.toml": text, "a.txt": "a\n"])
    let outcome = try weave("a.txt", in: folder)
    outcome.expect(fails: 1, "invalid-configuration")
    #expect(outcome.messages.hasPrefix(place), "\(outcome.messages)")
  }
}
