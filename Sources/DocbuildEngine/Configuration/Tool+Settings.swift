import DocbuildCore

extension Tool {
  /// The tools of a project: docbuild's own but those that the configuration turns off or replaces, then its others.
  static func tools(_ configuration: Configuration) -> [Tool] {
    let settings = configuration.tools
    let own = all.compactMap { tool -> Tool? in
      guard let setting = settings.first(where: { $0.name == tool.name }) else { return tool }
      guard case .own = setting.use else { return nil }
      var tool = tool
      tool.ignored = setting.ignore
      return tool
    }
    return own + settings.compactMap(Tool.init)
  }

  /// A tool that the configuration defines.
  private init?(_ setting: ToolSetting) {
    guard case .run(let command, let languages, let install) = setting.use else { return nil }
    let program = String(command.prefix { $0 != " " })
    let takesFile = command.contains("{file}")
    self.init(
      setting.name, for: languages, finds: "what '\(program)' finds",
      install: install ?? "install '\(program)', or take it out of 'tools' in docbuild.toml",
      programs: [program],
      isParser: Tool.all.allSatisfy { Set($0.languages).isDisjoint(with: languages) },
      settings: command,
      reads: { _ in takesFile ? .folder : .nothingElse }
    ) { run in
      let file = run.code.file?.text ?? "/dev/stdin"
      let shown = run.code.file == nil ? "-" : file
      let text = command.replacing("{file}", with: Bytes(file.utf8).quotedForShell().text)
      let usesInput = !takesFile || run.code.file == nil
      switch run.start(
        ["-c", text], program: "/bin/sh", input: usesInput ? run.code.bytes : nil)
      {
      case .failure(let trouble): return .failure(trouble)
      case .success(let done):
        let names = [file, shown, run.code.file?.fileName.text ?? "stdin", "<stdin>", "stdin", "-"]
        let found = (done.output.text + "\n" + done.errors).unprefixed(by: program).findings(
          about: names)
        if done.status == 0 { return .success(found.map(\.asWarning)) }
        if !found.isEmpty { return .success(found) }
        let said = (done.output.text + "\n" + done.errors).split(separator: "\n").first
        return .success([
          ToolFinding(
            line: 0, column: 0,
            message: said.map(String.init) ?? "it ended with status \(done.status)")
        ])
      }
    }
    ignored = setting.ignore
  }
}

extension ToolFinding {
  /// What is said by a tool that calls the code sound all the same.
  fileprivate var asWarning: ToolFinding {
    var made = self
    made.severity = .warning
    return made
  }
}

extension String {
  /// Without the program's own name, which some put before each line.
  fileprivate func unprefixed(by program: String) -> String {
    split(separator: "\n").map { line in
      line.hasPrefix(program + ": ") ? String(line.dropFirst(program.count + 2)) : String(line)
    }.joined(separator: "\n")
  }
}
