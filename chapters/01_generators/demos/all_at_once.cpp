// The numbers of chapter 1, from a function that cannot pause.
#include <iostream>
#include <vector>

// [all at once]
std::vector<int> get_random_numbers() {
  std::vector<int> numbers;
  std::cout << "Hi\n";
  numbers.push_back(1);
  std::cout << "Hello\n";
  numbers.push_back(7);
  std::cout << "Howdy\n";
  numbers.push_back(4);
  return numbers;
}

int main() {
  for (int number : get_random_numbers()) std::cout << "  " << number << '\n';
}
// [all at once]
