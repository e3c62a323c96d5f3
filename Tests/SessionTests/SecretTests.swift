import Testing

/// Files that hold secrets are refused inside the root too (SPEC 3).
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
