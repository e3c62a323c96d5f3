import DocbuildCore

extension Tool {
  static let python = Tool(
    "python", for: ["python"], finds: "syntax errors", install: "apt-get install python3",
    programs: ["python3"]
  ) { run in
    let program =
      "import sys\n" + """
        try:
            compile(sys.stdin.buffer.read(), 'source', 'exec', dont_inherit=True)
        except SyntaxError as e:
            print(f'source:{e.lineno or 1}:{e.offset or 1}: {e.msg}')
            sys.exit(1)
        """
    // Isolated: nothing of the tree, the environment or the user's own packages is imported.
    return run.findings(
      ["-I", "-S", "-W", "ignore", "-c", program], input: run.code.bytes, folder: "/"
    ) {
      $0.output.text.findings(about: ["source"])
    }
  }

  static let json = Tool(
    "json", for: ["json"], finds: "syntax errors, doubled keys", install: "apt-get install python3",
    programs: ["python3"]
  ) { run in
    let program =
      "import json, sys\n" + """
        def once(pairs):
            keys = [key for key, _ in pairs]
            for key in keys:
                if keys.count(key) > 1:
                    raise ValueError(f'the key {key!r} is there twice')
            return dict(pairs)
        def refuse(name):
            raise ValueError(f'{name} is no JSON')
        try:
            json.loads(sys.stdin.buffer.read().decode(), object_pairs_hook=once, parse_constant=refuse)
        except json.JSONDecodeError as e:
            print(f'source:{e.lineno}:{e.colno}: {e.msg}')
            sys.exit(1)
        except ValueError as e:
            print(f'source:1:1: {e}')
            sys.exit(1)
        """
    return run.findings(["-I", "-S", "-c", program], input: run.code.bytes, folder: "/") {
      $0.output.text.findings(about: ["source"])
    }
  }

  static let yaml = Tool(
    "yamllint", for: ["yaml"], finds: "syntax errors, doubled keys",
    install: "apt-get install yamllint", programs: ["yamllint"],
    ignores: [".yamllint", ".yamllint.yaml", ".yamllint.yml"]
  ) { run in
    run.findings(
      ["-f", "parsable", "-d", "{rules: {key-duplicates: enable}}", "-"], input: run.code.bytes,
      folder: "/"
    ) { $0.output.text.findings(about: ["stdin"]).map { $0.without("[error] ") } }
  }

  static let swift = Tool(
    "swiftc", for: ["swift"], finds: "syntax errors",
    install: "see https://www.swift.org/install/linux", programs: ["swiftc"]
  ) { run in
    run.findings(["-parse", "-"], input: run.code.bytes, folder: "/") {
      $0.errors.findings(about: ["<stdin>"]).errorsOnly
    }
  }

  static let clang = compiler("clang", for: "c")
  static let clangPlus = compiler("clang++", for: "cpp", flag: "c++")

  /// By a compiler's front end, which reads the headers that the code includes.
  private static func compiler(_ name: String, for language: String, flag: String? = nil) -> Tool {
    Tool(
      name, for: [language], finds: "syntax and type errors",
      install: "apt-get install clang", programs: [name, name == "clang" ? "gcc" : "g++"],
      reads: { code in
        code.file != nil && code.text.contains("#include \"") ? .project : .nothingElse
      }
    ) { run in
      let file = run.code.file?.text ?? "-"
      return run.findings(
        ["-fsyntax-only", "-x", flag ?? language, file],
        input: run.code.file == nil ? run.code.bytes : nil
      ) { $0.errors.findings(about: [file, "<stdin>"]).errorsOnly }
    }
  }

  static let node = Tool(
    "node", for: ["javascript"], finds: "syntax errors", install: "apt-get install nodejs",
    programs: ["node"]
  ) { run in
    // JSX is no JavaScript until something has translated it.
    if run.code.file?.fileName.ends(with: Bytes(".jsx".utf8)) ?? false { return .success([]) }
    func check(_ type: String) -> ToolOutcome {
      run.findings(["--input-type=\(type)", "--check", "-"], input: run.code.bytes, folder: "/") {
        done in
        let lines = done.errors.split(separator: "\n")
        guard let place = lines.first(where: { $0.hasPrefix("[stdin]:") }),
          let line = Int(place.dropFirst(8)),
          let message = lines.first(where: { $0.contains("Error: ") })
        else { return [] }
        let mark = lines.first { $0.allSatisfy { $0 == " " || $0 == "^" } && $0.contains("^") }
        let column = mark.map { $0.prefix { $0 == " " }.count + 1 } ?? 0
        return [ToolFinding(line: line, column: column, message: String(message))]
      }
    }
    // A file may be either; which one only its use shows.
    let script = check("commonjs")
    if case .success(let found) = script, found.isEmpty { return script }
    let module = check("module")
    if case .success(let found) = module, found.isEmpty { return module }
    let usesModules = run.code.text.split(separator: "\n").contains {
      $0.hasPrefix("import ") || $0.hasPrefix("export ")
    }
    return usesModules ? module : script
  }
}

extension ToolFinding {
  /// The finding without a word that every message begins with.
  fileprivate func without(_ word: String) -> ToolFinding {
    guard message.hasPrefix(word) else { return self }
    return ToolFinding(line: line, column: column, message: String(message.dropFirst(word.count)))
  }
}

extension [ToolFinding] {
  /// Those that compilers call errors, without that word.
  fileprivate var errorsOnly: [ToolFinding] {
    compactMap { finding in
      ["fatal error: ", "error: "].first(where: finding.message.hasPrefix).map(finding.without)
    }
  }
}
