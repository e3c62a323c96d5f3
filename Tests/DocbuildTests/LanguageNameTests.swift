import DocbuildCore
import Testing

/// Files whose language GitHub knows by their names get it, and their fences are called as GitHub's highlighter calls it.
struct LanguageNameTests {
  static let names: [(language: String, files: String)] = [
    (
      "json",
      "a.json a.geojson a.ipynb a.jsonl a.webmanifest .prettierrc composer.lock Pipfile.lock A.JSON"
    ),
    ("jsonc", ".babelrc tsconfig.json jsconfig.json .eslintrc a.json5 a.code-workspace"),
    ("toml", "Pipfile Cargo.lock poetry.lock uv.lock a.toml"),
    ("yaml", ".clang-format .clang-tidy yarn.lock CITATION.cff a.yml"),
    ("ini", ".gitconfig .gitmodules .editorconfig .flake8 a.service a.desktop"),
    ("bash", "PKGBUILD .bash_profile .envrc a.ksh a.bats"),
    ("dockerfile", "Dockerfile dockerfile Dockerfile-dev Dockerfile.go Dockerfile_x a.dockerfile"),
    ("makefile", "Makefile Makefile.am GNUmakefile a.mk Makefile-arm"),
    ("cmake", "CMakeLists.txt a.cmake"), ("just", "justfile Justfile a.just"),
    ("ignore", ".gitignore .dockerignore .npmignore .prettierignore"),
    ("gitattributes", ".gitattributes"), ("codeowners", "CODEOWNERS"),
    ("pip-requirements", "requirements.txt"), ("text", "a.txt notes.txt"),
    ("ruby", "Gemfile Podfile Fastfile Guardfile Brewfile config.ru a.podspec"),
    ("python", "SConstruct Snakefile a.pyw a.py"), ("starlark", "BUILD BUILD.bazel Tiltfile"),
    ("groovy", "Jenkinsfile Jenkinsfile.release build.gradle"), ("markdown", "BUILD.md a.md"),
    ("rst", "a.rst"), ("asciidoc", "a.adoc"), ("mdx", "a.mdx"), ("svelte", "a.svelte"),
    ("astro", "a.astro"), ("erb", "a.html.erb"), ("handlebars", "a.hbs"), ("jinja", "a.j2"),
    ("bicep", "a.bicep"), ("prisma", "a.prisma"), ("rego", "a.rego"), ("cue", "a.cue"),
    ("jsonnet", "a.jsonnet a.libsonnet"), ("cpp", "a.ino a.cppm a.ixx a.tpp"), ("cuda", "a.cu"),
    ("vbnet", "a.vb"), ("xml", "a.xaml a.fsproj a.svg pom.xml"), ("wgsl", "a.wgsl"),
    ("glsl", "a.glsl a.frag"), ("dot", "a.dot a.gv"), ("plantuml", "a.puml"),
    ("http", "a.http"), ("typst", "a.typ"), ("gdscript", "a.gd"), ("lean", "a.lean"),
    ("capnp", "a.capnp"), ("thrift", "a.thrift"), ("coffeescript", "a.coffee"),
    ("objective-c++", "a.mm"), ("less", "a.less"), ("scss", "a.scss"),
    ("crystal", "a.cr"), ("gleam", "a.gleam"), ("nushell", "a.nu"), ("hcl", "a.nomad a.tf"),
    ("go.sum", "go.sum"), ("go.mod", "go.mod go.work"), ("procfile", "Procfile"),
    ("caddyfile", "Caddyfile"), ("apacheconf", ".htaccess"), ("gherkin", "a.feature"),
    ("webassembly", "a.wat"), ("graphql", "a.graphql"), ("vue", "a.vue"), ("qml", "a.qml"),
  ]

  @Test(arguments: names.indices) func namesOfFiles(_ index: Int) {
    let (language, files) = Self.names[index]
    for file in files.split(separator: " ") {
      #expect(of("folder/\(file)") == language, "\(file)")
    }
  }

  @Test func whatIsNobodys() {
    for file in ["README", "LICENSE", "a", "a.", ".hidden", "a.unknown", "x.dockerfile.bak"] {
      #expect(of(file) == nil, "\(file)")
    }
  }

  static let programs: [(language: String, lines: String)] = [
    ("python", "/usr/bin/python3|/usr/bin/env python3.11|/usr/bin/env -S uv run --script"),
    ("bash", "/bin/sh -e| /bin/dash|/bin/ksh|/bin/busybox sh|/usr/bin/env bats"),
    ("javascript", "/usr/bin/env node|/usr/bin/nodejs|/usr/bin/env -S node --no-warnings"),
    ("typescript", "/usr/bin/env -S deno run|/usr/bin/env ts-node"),
    ("ruby", "/usr/bin/ruby -w|/usr/bin/env jruby"), ("perl", "/usr/bin/perl5.36 -w"),
    ("lua", "/usr/bin/luajit|/usr/bin/env lua5.4"), ("awk", "/usr/bin/gawk -f|/usr/bin/nawk -f"),
    ("tcl", "/usr/bin/expect -f|/usr/bin/tclsh8.6"), ("makefile", "/usr/bin/make -f"),
    ("haskell", "/usr/bin/env runghc|/usr/bin/env stack"), ("scheme", "/usr/bin/guile -s"),
    ("clojure", "/usr/bin/env bb"), ("powershell", "/usr/bin/env pwsh"), ("r", "/usr/bin/Rscript"),
    ("groovy", "/usr/bin/env groovy"), ("raku", "/usr/bin/env raku"), ("sed", "/bin/sed -f"),
    ("fish", "/usr/bin/fish"), ("zsh", "/bin/zsh"), ("applescript", "/usr/bin/osascript"),
  ]

  @Test(arguments: programs.indices) func programsOfTheFirstLine(_ index: Int) {
    let (language, lines) = Self.programs[index]
    for line in lines.split(separator: "|") {
      #expect(of("tool", "#!\(line)\nx\n") == language, "\(line)")
    }
  }

  private func of(_ file: String, _ text: String = "x\n") -> String? {
    Source(name: file, bytes: Bytes(text.utf8)).language?.name
  }
}
