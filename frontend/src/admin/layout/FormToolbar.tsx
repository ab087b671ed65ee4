import { Button } from "@mui/material";
import { SaveButton, Toolbar } from "react-admin";
import { useNavigate } from "react-router-dom";

export const FormToolbar = () => {
  const navigate = useNavigate();
  return (
    <Toolbar sx={{ gap: 2 }}>
      <SaveButton icon={null} />
      <Button color="inherit" onClick={() => navigate(-1)}>
        Cancel
      </Button>
    </Toolbar>
  );
};
