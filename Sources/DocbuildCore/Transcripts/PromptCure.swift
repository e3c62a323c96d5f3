/// What to do about lines that begin with a prompt which is none of docbuild's.
package enum PromptCure {
  /// The prompt that a line begins with, where it is one in use elsewhere; nil else.
  static func prompt(of line: Bytes) -> String? {
    ["#", "%", ">>>"].first { prompt in
      line.starts(with: prompt.utf8)
        && (line.count == prompt.utf8.count || line[prompt.utf8.count] == .space)
    }
  }

  /// What helps, each as a note says it.
  package static func notes(for line: Bytes) -> [String] {
    switch prompt(of: line) {
    case "#":
      [
        "'\"#\" = \"bash\"' below [prompts] in docbuild.toml runs what stands behind '#'; 'needs=root' in the 'test' comment leaves it to root",
        "a comment is written '$ # …'",
      ]
    case "%":
      [
        "'\"%\" = \"bash\"' below [prompts] in docbuild.toml runs what stands behind '%', \"zsh\" by zsh"
      ]
    case ">>>":
      [
        "this is Python: 'python' instead of 'console' behind the fence has its code checked",
        "what is to be run is written '$ python3 -c …'",
      ]
    default:
      [
        "'prompts' in docbuild.toml names others, as in \"root@host:~#\" = \"ssh root@host bash\""
      ]
    }
  }
}
