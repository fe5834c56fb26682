extension CommandTable {
  /// Shells that completions are written for.
  public static let shells = ["bash", "zsh", "fish"]

  /// The hidden command that the scripts ask what may stand next; the words typed follow it.
  public static let completeCommand = "__complete"

  /// A completion script, or `nil` for an unknown shell. All of them ask the program, which knows its table.
  public func completions(for shell: String) -> String? {
    switch shell {
    case "bash": bash
    case "zsh": zsh
    case "fish": fish
    default: nil
    }
  }

  private var identifier: String { String(program.map { $0 == "-" ? "_" : $0 }) }

  private var bash: String {
    """
    # completions of \(program): words from the program, files from the shell
    _\(identifier)() {
      local cur=${COMP_WORDS[COMP_CWORD]} word about
      COMPREPLY=()
      # FORMAT=FILE: the shell takes the sign for a word of its own.
      if [[ $cur == "=" ]]; then cur=""; fi
      if [[ $cur != -* && ( ${COMP_WORDS[COMP_CWORD]} == "=" || ${COMP_WORDS[COMP_CWORD-1]} == "=" ) ]]; then
        compopt -o filenames
        COMPREPLY=($(compgen -f -- "$cur"))
        return
      fi
      while IFS=$'\\t' read -r word about; do
        case $word in
          :files) compopt -o filenames; COMPREPLY+=($(compgen -f -- "$cur")) ;;
          :folders) compopt -o filenames; COMPREPLY+=($(compgen -d -- "$cur")) ;;
          :none) ;;
          *) COMPREPLY+=("$word") ;;
        esac
      done < <(\(program) \(Self.completeCommand) "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
    }
    complete -F _\(identifier) \(program)

    """
  }

  private var zsh: String {
    """
    #compdef \(program)
    # completions of \(program): words from the program, files from the shell
    _\(identifier)() {
      local word about files=none
      local -a found
      while IFS=$'\\t' read -r word about; do
        case $word in
          (:*) files=${word#:} ;;
          (*) found+=("${word//:/\\\\:}:${about//:/\\\\:}") ;;
        esac
      done < <(\(program) \(Self.completeCommand) "${(@)words[2,CURRENT]}" 2>/dev/null)
      (( $#found )) && _describe -o '\(program)' found
      case $files in
        (files) compset -P '*='; _files ;;
        (folders) _files -/ ;;
      esac
    }
    if [[ $funcstack[1] == _\(identifier) ]]; then _\(identifier) "$@"; else compdef _\(identifier) \(program); fi

    """
  }

  private var fish: String {
    """
    # completions of \(program): words from the program, files from the shell
    function __\(identifier)_complete
      set -l typed (commandline -opc)[2..-1] (commandline -ct)
      for line in (\(program) \(Self.completeCommand) $typed 2>/dev/null)
        switch $line
          case ':files'
            __fish_complete_path (commandline -ct | string replace -r '^.*=' '')
          case ':folders'
            __fish_complete_directories (commandline -ct)
          case ':*'
          case '*'
            echo $line
        end
      end
    end
    complete -c \(program) -f -a '(__\(identifier)_complete)'

    """
  }
}
