# add_chapter(): makes a chapter's targets and tests from what stands in its folder, by these rules.
#
#   *.hpp              ch01              the headers; earlier chapters' folders are on the include path
#   demo.cpp           ch01_demo         its output must be demo.out, and so must twin.py's; where it
#                                        includes "recording.hpp", what it records is checked, too
#   demos/NAME.cpp     ch01_NAME         further programs; `measure` is optimised; where there is a
#                                        NAME.out, it is what the program must print
#   test.cpp           ch01_tests        the chapter's tests, by step
#   cost.cpp           ch01_cost         what things cost, counted
#   bugs/NAME.cpp      ch01_bug_NAME     goes wrong as its first lines say (expect_bug.cmake)
#   bugs/cured/NAME.cpp  ch01_broken_NAME    what is right in its place: both are recorded for the site
#                      ch01_cured_NAME
#   exercises/NAME/    ch01_NAME_task    starter and wrong/*.hpp are red, solution is green
#                      ch01_NAME_solution, ch01_NAME_wrong_WRONG

# Every program of the tests starts from this precompiled header: it halves their build time.
add_library(course_pch OBJECT ${CMAKE_CURRENT_LIST_DIR}/pch.cpp)
target_link_libraries(course_pch PUBLIC huddle_flags GTest::gtest)
target_precompile_headers(course_pch PRIVATE <gtest/gtest.h>)

set(course_checks ${PROJECT_SOURCE_DIR}/tests/course)

function(course_gtest target source)
  add_executable(${target} ${source})
  target_link_libraries(${target} PRIVATE ${chapter} GTest::gtest GTest::gtest_main)
  target_precompile_headers(${target} REUSE_FROM course_pch)
endfunction()

# A test that compares what `command` prints with a file, byte for byte.
function(course_output_test name file labels)
  list(JOIN ARGN "|" command)
  add_test(NAME ${name} COMMAND ${CMAKE_COMMAND} "-Dcommand=${command}" -Dexpected=${file}
    -P ${course_checks}/expect_output.cmake)
  set_tests_properties(${name} PROPERTIES LABELS "${labels}" ENVIRONMENT HUDDLE_SECOND_MS=10
    SKIP_REGULAR_EXPRESSION "skipped: ")
endfunction()

# Tests that need python3 report "skipped" where there is none: they run this instead.
set(course_python ${Python3_EXECUTABLE})
if(NOT Python3_FOUND)
  set(course_python sh ${course_checks}/no_python.sh)
endif()

function(course_bug source)
  cmake_path(GET source STEM name)
  set(target ${chapter}_bug_${name})
  file(STRINGS ${source} expectation REGEX "^// Goes wrong: " LIMIT_COUNT 1)
  if(NOT expectation)
    message(FATAL_ERROR "${source}: the museum needs a line '// Goes wrong: …'")
  endif()
  string(REPLACE "// Goes wrong: " "" expectation "${expectation}")
  if(expectation MATCHES "^does not compile")
    get_target_property(folders ${chapter} INTERFACE_INCLUDE_DIRECTORIES)
    list(TRANSFORM folders PREPEND -I)
    set(command ${CMAKE_CXX_COMPILER} -std=c++20 -fsyntax-only ${folders} ${source})
  else()
    add_executable(${target} ${source})
    target_link_libraries(${target} PRIVATE ${chapter})
    # The bug is the point: no warning shall stop it, an optimiser shall not take it for a promise
    # that it cannot happen, and a sanitizer shall see it in every preset.
    target_compile_options(${target} PRIVATE -w -O0)
    if(expectation MATCHES "^sanitizer" AND NOT HUDDLE_SANITIZE)
      target_compile_options(${target} PRIVATE -fsanitize=address,undefined)
      target_link_options(${target} PRIVATE -fsanitize=address,undefined)
    endif()
    if(expectation MATCHES "^sanitizer" AND HUDDLE_SANITIZE STREQUAL "thread")
      return() # one sanitizer at a time: this bug is proven in every other preset
    endif()
    set(command $<TARGET_FILE:${target}>)
  endif()
  list(JOIN command "|" command)
  set(elsewhere OFF) # with another compiler than g++
  if(NOT CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    set(elsewhere ON)
  endif()
  add_test(NAME ${target} COMMAND ${CMAKE_COMMAND} "-Dcommand=${command}" -Dsource=${source}
    -Delsewhere=${elsewhere} -P ${course_checks}/expect_bug.cmake)
  set_tests_properties(${target} PROPERTIES LABELS "${chapter};bugs")
endfunction()

# A bug and its cure, as programs that record themselves: chNN_broken_NAME and chNN_cured_NAME.
function(course_beside cured)
  cmake_path(GET cured STEM name)
  foreach(kind broken cured)
    set(source ${cured})
    if(kind STREQUAL broken)
      set(source ${CMAKE_CURRENT_SOURCE_DIR}/bugs/${name}.cpp)
    endif()
    file(STRINGS ${source} start REGEX "^  run\\([a-z_]+\\(\\)\\);" LIMIT_COUNT 1)
    string(REGEX REPLACE "^  run\\(([a-z_]+)\\(.*" "\\1" start "${start}")
    set(target ${chapter}_${kind}_${name})
    add_executable(${target} ${PROJECT_SOURCE_DIR}/chapters/beside.cpp)
    target_link_libraries(${target} PRIVATE ${chapter})
    target_compile_definitions(${target} PRIVATE PROGRAM="${source}"
      $<$<BOOL:${start}>:START=${start}>)
    target_compile_options(${target} PRIVATE -w) # the bug is the point
    target_link_options(${target} PRIVATE LINKER:--wrap=main)
    set_property(GLOBAL APPEND PROPERTY course_recorded ${target})
  endforeach()
endfunction()

# One exercise file against the exercise's tests: `expected` is green, or red with what must be named.
function(course_exercise exercise variant file expected)
  set(target ${chapter}_${exercise}_${variant})
  course_gtest(${target} ${CMAKE_CURRENT_SOURCE_DIR}/exercises/${exercise}/test.cpp)
  target_compile_definitions(${target} PRIVATE EXERCISE_FILE="${file}")
  # A starter uses nothing yet. A source's own options come last, where clang minds them, too.
  set_source_files_properties(${CMAKE_CURRENT_SOURCE_DIR}/exercises/${exercise}/test.cpp PROPERTIES
    COMPILE_OPTIONS -Wno-unused-parameter)
  add_test(NAME ${target} COMMAND ${CMAKE_COMMAND} -Dprogram=$<TARGET_FILE:${target}>
    -Dfile=${file} -Dexpected=${expected} -P ${course_checks}/expect_exercise.cmake)
  set_tests_properties(${target} PROPERTIES LABELS "${chapter};exercises")
endfunction()

function(add_chapter)
  set(here ${CMAKE_CURRENT_SOURCE_DIR})
  cmake_path(GET here FILENAME folder)
  string(REGEX MATCH "^[0-9]+" number ${folder})
  set(chapter ch${number})

  # The headers of this chapter and of those before it, and what all chapters share.
  add_library(${chapter} INTERFACE)
  target_link_libraries(${chapter} INTERFACE huddle_flags)
  file(GLOB chapter_folders CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/chapters/[0-9]*_*)
  foreach(other IN LISTS chapter_folders)
    cmake_path(GET other FILENAME other_name)
    if(other_name STRLESS_EQUAL folder)
      target_include_directories(${chapter} INTERFACE ${other})
    endif()
  endforeach()
  target_include_directories(${chapter} INTERFACE ${PROJECT_SOURCE_DIR}/chapters)

  # Its programs.
  file(GLOB demos CONFIGURE_DEPENDS demos/*.cpp)
  foreach(source demo.cpp ${demos})
    cmake_path(GET source STEM name)
    add_executable(${chapter}_${name} ${source})
    target_link_libraries(${chapter}_${name} PRIVATE ${chapter})
    if(EXISTS ${here}/demos/${name}.out)
      course_output_test(${chapter}_${name}_output ${here}/demos/${name}.out "${chapter}"
        $<TARGET_FILE:${chapter}_${name}>)
    endif()
    if(name STREQUAL measure)
      target_compile_options(${chapter}_${name} PRIVATE -O2)
    endif()
  endforeach()
  course_output_test(${chapter}_demo_output ${here}/demo.out "${chapter}" $<TARGET_FILE:${chapter}_demo>)
  course_output_test(${chapter}_twin ${here}/demo.out "${chapter};oracle" ${course_python} ${here}/twin.py)

  # What the demo records of itself.
  file(STRINGS ${here}/demo.cpp records REGEX "^#include \"recording[.]hpp\"")
  if(records)
    add_test(NAME ${chapter}_recording COMMAND ${course_python} ${course_checks}/check_recording.py
      $<TARGET_FILE:${chapter}_demo> ${here}/demo.out)
    set_tests_properties(${chapter}_recording PROPERTIES LABELS "${chapter}"
      ENVIRONMENT HUDDLE_SECOND_MS=10 SKIP_REGULAR_EXPRESSION "skipped: ")
  endif()

  # Its tests.
  course_gtest(${chapter}_tests test.cpp)
  gtest_discover_tests(${chapter}_tests TEST_PREFIX ${chapter}. PROPERTIES LABELS ${chapter})
  if(EXISTS ${here}/cost.cpp)
    course_gtest(${chapter}_cost cost.cpp)
    gtest_discover_tests(${chapter}_cost TEST_PREFIX ${chapter}. TEST_LIST ${chapter}_cost_list)
    # gtest_discover_tests takes one label only (CMake 3.25), so a second script sets both.
    file(WRITE ${CMAKE_CURRENT_BINARY_DIR}/cost_labels.cmake
      "set_tests_properties(\${${chapter}_cost_list} PROPERTIES LABELS \"${chapter};cost\")\n")
    set_property(DIRECTORY APPEND PROPERTY TEST_INCLUDE_FILES ${CMAKE_CURRENT_BINARY_DIR}/cost_labels.cmake)
  endif()

  # Its museum.
  if(HUDDLE_WRONG_ON_PURPOSE)
    file(GLOB bugs CONFIGURE_DEPENDS bugs/*.cpp)
    foreach(source IN LISTS bugs)
      course_bug(${source})
    endforeach()
    file(GLOB cures CONFIGURE_DEPENDS bugs/cured/*.cpp)
    foreach(source IN LISTS cures)
      course_beside(${source})
    endforeach()
  endif()

  # Its exercises.
  file(GLOB exercises CONFIGURE_DEPENDS exercises/*)
  foreach(place IN LISTS exercises)
    cmake_path(GET place FILENAME exercise)
    course_exercise(${exercise} solution ${place}/solution.hpp green)
    if(NOT HUDDLE_WRONG_ON_PURPOSE)
      continue()
    endif()
    course_exercise(${exercise} task ${place}/task.hpp red)
    file(GLOB wrongs CONFIGURE_DEPENDS ${place}/wrong/*.hpp)
    foreach(wrong IN LISTS wrongs)
      cmake_path(GET wrong STEM name)
      course_exercise(${exercise} wrong_${name} ${wrong} red)
    endforeach()
  endforeach()
endfunction()
