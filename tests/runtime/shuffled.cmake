# Runs the tests with seeds from 1 to `seeds`, each of which gives the turns of every iteration another order.
foreach(seed RANGE 1 ${seeds})
  execute_process(COMMAND ${CMAKE_COMMAND} -E env HUDDLE_SHUFFLE=${seed} ${tests} --gtest_brief=1
      --gtest_filter=-Stack.*:*Exit*:Keyboard.* TIMEOUT 120
    RESULT_VARIABLE result OUTPUT_VARIABLE output ERROR_VARIABLE output)
  if(NOT result EQUAL 0)
    message(FATAL_ERROR "with HUDDLE_SHUFFLE=${seed} (${result}):\n${output}")
  endif()
endforeach()
