import DocbuildCore

extension Tool {
  static let python = Tool(
    "python", for: ["python"], finds: "syntax errors", install: "apt-get install python3",
    programs: ["python3"], columnUnit: .codePoints,
    batch: .python(
      """
      def check(text):
          compile(text, 'source', 'exec', dont_inherit=True)
      """))

  static let json = Tool(
    "json", for: ["json"], finds: "syntax errors, doubled keys", install: "apt-get install python3",
    programs: ["python3"], columnUnit: .codePoints,
    batch: .python(
      """
      import json
      def once(pairs):
          keys = [key for key, _ in pairs]
          if len(set(keys)) < len(keys):
              twice = next(key for at, key in enumerate(keys) if key in keys[:at])
              raise ValueError(f'the key {twice!r} is there twice')
          return dict(pairs)
      def refuse(name):
          raise ValueError(f'{name} is not JSON')
      def check(text):
          json.loads(text.decode(), object_pairs_hook=once, parse_constant=refuse)
      """))

  static let yaml = Tool(
    "yamllint", for: ["yaml"], finds: "syntax errors, doubled keys",
    install: "apt-get install yamllint", programs: ["yamllint"],
    ignores: [".yamllint", ".yamllint.yaml", ".yamllint.yml"], columnUnit: .codePoints,
    batch: ToolBatch { batch in
      batch.onFiles(ending: ".yaml") { yamllint + $0 }.map { done in
        batch.verdicts(in: done.output.text.replacing("[error] ", with: ""), ending: ".yaml")
      }
    }
  ) { run in
    run.findings(yamllint + ["-"], input: run.code.bytes, folder: "/") {
      $0.output.text.replacing("[error] ", with: "").findings(about: ["stdin"])
    }
  }

  private static let yamllint = ["-f", "parsable", "-d", "{rules: {key-duplicates: enable}}"]

  static let swift = Tool(
    "swiftc", for: ["swift"], finds: "syntax errors",
    install: "see https://www.swift.org/install/linux", programs: ["swiftc"],
    batch: ToolBatch(most: 200) { batch in
      batch.onFiles(ending: ".swift") { ["-frontend", "-parse"] + $0 }.flatMap { done in
        guard done.errors.utf8.count < Invocation.mostErrors else { return .failure(.cutShort) }
        return .success(
          batch.verdicts(in: done.errors, ending: ".swift").map { verdict in
            // Of several files only one may be a script.
            guard case .findings(let found) = verdict,
              !found.errorsOnly.contains(where: { !$0.message.hasSuffix("at the top level") })
            else { return batch.isOfFragments ? verdict : .unsure }
            return .findings([])
          })
      }
    }
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
      },
      // What it includes is to be had elsewhere.
      isSketch: { finding, code in
        code.file == nil
          && ["file not found", "No such file"].contains(where: finding.message.contains)
      }
    ) { run in
      let file = run.code.file?.text ?? "-"
      // GCC counts what a terminal shows otherwise.
      let isClang = run.program.hasSuffix("clang") || run.program.hasSuffix("clang++")
      let unit = isClang ? [] : ["-fdiagnostics-column-unit=byte"]
      return run.findings(
        unit + ["-fsyntax-only", "-x", flag ?? language, file],
        input: run.code.file == nil ? run.code.bytes : nil
      ) { $0.errors.findings(about: [file, "<stdin>"]).errorsOnly }
    }
  }

  static let node = Tool(
    "node", for: ["javascript"], finds: "syntax errors", install: "apt-get install nodejs",
    programs: ["node"], columnUnit: .utf16,
    batch: ToolBatch(takes: { !$0.isJSX }) { batch in
      batch.onStream(["--experimental-vm-modules", "--no-warnings", "-e", nodeHelper]).map { done in
        batch.verdicts(in: done.output.text).map {
          $0 == .findings([]) || batch.isOfFragments ? $0 : .unsure
        }
      }
    }
  ) { run in
    // JSX is no JavaScript until something has translated it.
    if run.code.isJSX { return .success([]) }
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

  /// Says of each code on its input whether it is a script or a module; where not, a run on it alone says why.
  private static let nodeHelper = """
    const vm = require("vm"), bytes = require("fs").readFileSync(0);
    let lines = "";
    for (let at = 0, index = 0; at < bytes.length; index++) {
      const start = bytes.indexOf(10, at) + 1, end = start + Number(bytes.toString("latin1", at, start));
      const text = bytes.toString("utf8", start, end).replace(/^#!/, "//");
      at = end;
      try { vm.compileFunction(text) } catch {
        try { new vm.SourceTextModule(text) } catch (error) { lines += index + ":1:1: error\\n" }
      }
    }
    console.log(lines + "done");
    """
}

extension Code {
  fileprivate var isJSX: Bool { file?.fileName.ends(with: Bytes(".jsx".utf8)) ?? false }
}

extension ToolBatch {
  /// By a Python program that defines `check`, which raises what is wrong with a code.
  fileprivate static func python(_ definition: String) -> ToolBatch {
    let program = """
      import sys
      \(definition)
      stream = sys.stdin.buffer
      index = 0
      while size := stream.readline():
          text = stream.read(int(size))
          try:
              check(text)
          except Exception as e:
              line = getattr(e, 'lineno', None) or 1
              column = getattr(e, 'colno', None) or getattr(e, 'offset', None) or 1
              print(f'{index}:{line}:{column}: {getattr(e, "msg", None) or e}')
          index += 1
      print('done')
      """
    return ToolBatch { batch in
      // Isolated: nothing of the tree, the environment or the user's own packages is imported.
      batch.onStream(["-I", "-S", "-W", "ignore", "-c", program]).map {
        batch.verdicts(in: $0.output.text)
      }
    }
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
