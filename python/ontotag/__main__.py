from ontotag._command import main

main()
