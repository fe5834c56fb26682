#pragma once
// PCRE2 names every function after its code unit width; without this define the header declares none.
#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
