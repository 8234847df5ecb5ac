# Runs a program of the bug museum (`command`, its words separated by |) and holds it against the
# line of its `source` that says how it fails:
#
#   // Goes wrong: sanitizer "heap-use-after-free"   a sanitizer stops it with this report
#   // Goes wrong: exit 3 "no such file"             exits with 3 after printing this
#   // Goes wrong: crash "terminate called"          a signal ends it after printing this
#   // Goes wrong: prints                            exits with 0 and prints what NAME.out holds
#   // Goes wrong: hangs "waiting"                   prints this, and still runs after two seconds
#   // Goes wrong: does not compile "deleted"        the compiler refuses it with this
#   // Goes wrong: sanitizer (g++) "stack-overflow"  the same with g++; with others (`elsewhere`) it
#                                                    exits with 0
file(STRINGS ${source} line REGEX "^// Goes wrong: " LIMIT_COUNT 1)
if(NOT line MATCHES "^// Goes wrong: (sanitizer|exit ([0-9]+)|crash|prints|hangs|does not compile)( [(]g[+][+][)])?( \"(.*)\")?$")
  message(FATAL_ERROR "${source}: cannot read its line '// Goes wrong: …'")
endif()
set(kind "${CMAKE_MATCH_1}")
set(code "${CMAKE_MATCH_2}")
set(only_gcc "${CMAKE_MATCH_3}")
set(text "${CMAKE_MATCH_5}")

string(REPLACE "|" ";" command "${command}")
set(limit 60)
if(kind STREQUAL "hangs")
  set(limit 2)
endif()
execute_process(COMMAND ${command} TIMEOUT ${limit} OUTPUT_VARIABLE printed ERROR_VARIABLE errors
  RESULT_VARIABLE status)
set(said "${printed}${errors}")

function(fail why)
  message(NOTICE "${said}")
  message(FATAL_ERROR "${source}: ${why}. Its line '${line}' says otherwise; it ended with '${status}'.")
endfunction()
if(only_gcc AND elsewhere)
  if(NOT status EQUAL 0)
    fail("it goes wrong with another compiler than g++, too")
  endif()
  return()
endif()
string(FIND "${said}" "${text}" found)
if(found EQUAL -1)
  fail("it does not say \"${text}\"")
endif()

if(kind STREQUAL "sanitizer")
  if(NOT said MATCHES "AddressSanitizer|LeakSanitizer|runtime error:" OR status EQUAL 0)
    fail("no sanitizer stopped it")
  endif()
elseif(kind MATCHES "^exit")
  if(NOT status EQUAL code)
    fail("it did not exit with ${code}")
  endif()
elseif(kind STREQUAL "crash")
  if(status MATCHES "^[0-9]+$" OR status MATCHES "timeout")
    fail("no signal ended it")
  endif()
elseif(kind STREQUAL "prints")
  string(REGEX REPLACE "[.]cpp$" ".out" expected "${source}")
  file(READ ${expected} wanted)
  if(NOT status EQUAL 0 OR NOT printed STREQUAL wanted)
    fail("it does not print what ${expected} holds")
  endif()
elseif(kind STREQUAL "hangs")
  if(NOT status MATCHES "timeout")
    fail("it ended")
  endif()
elseif(status EQUAL 0)
  fail("it compiles")
endif()
