"""What nobody would type: properties that hold for every address, form, file and person of the site."""
